// A labelled field and its controls. The control inside finds its id, hint and error through the field: nothing to wire.
import { createContext, useContext, useId, useMemo, type ComponentProps, type ReactNode } from 'react'
import { useWords } from './provider.tsx'

type FieldIds = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean }
const FieldContext = createContext<FieldIds | null>(null)

type FieldProps = {
  label: string
  hint?: ReactNode
  error?: string | null
  required?: boolean
  hideLabel?: boolean
  children: ReactNode
}

export function Field({ label, hint, error, required = false, hideLabel = false, children }: FieldProps) {
  const id = useId()
  const w = useWords()
  const describedBy =
    [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined
  const invalid = Boolean(error)
  const ids = useMemo(() => ({ id, describedBy, invalid, required }), [id, describedBy, invalid, required])
  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : 'field-label'}>
        {label}
        {required ? <abbr title={w.required}>*</abbr> : null}
      </label>
      <FieldContext value={ids}>{children}</FieldContext>
      {hint ? (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      ) : null}
    </div>
  )
}

function useControl() {
  const field = useContext(FieldContext)
  if (!field) return {}
  return {
    id: field.id,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.invalid || undefined,
    required: field.required || undefined,
  }
}

export const Input = ({ className, ...rest }: ComponentProps<'input'>) => (
  <input {...useControl()} {...rest} className={`control ${className ?? ''}`} />
)

export const Textarea = ({ className, ...rest }: ComponentProps<'textarea'>) => (
  <textarea rows={3} {...useControl()} {...rest} className={`control control-area ${className ?? ''}`} />
)

export const Select = ({ className, ...rest }: ComponentProps<'select'>) => (
  <select {...useControl()} {...rest} className={`control control-select ${className ?? ''}`} />
)

type CheckProps = Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; detail?: ReactNode }

export const Checkbox = ({ label, detail, ...rest }: CheckProps) => (
  <Check {...rest} kind="checkbox" label={label} detail={detail} />
)

/** On or off at once, without a save button. */
export const Switch = ({ label, detail, ...rest }: CheckProps) => (
  <Check {...rest} kind="switch" label={label} detail={detail} />
)

function Check({ kind, label, detail, className, ...rest }: CheckProps & { kind: 'checkbox' | 'switch' }) {
  return (
    <label className={`check check-${kind} ${className ?? ''}`}>
      <input type="checkbox" role={kind === 'switch' ? 'switch' : undefined} {...rest} />
      <span className="check-text">
        <span>{label}</span>
        {detail ? <small>{detail}</small> : null}
      </span>
    </label>
  )
}
