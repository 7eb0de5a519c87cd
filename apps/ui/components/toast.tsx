// Short words about what just happened. Polite by default; a failure interrupts. One with an action stays ten seconds.
import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react'
import { useWords } from './provider.tsx'

export type ToastInput = {
  text: string
  tone?: 'plain' | 'good' | 'bad'
  action?: { label: string; run: () => void }
}
type Toast = ToastInput & { key: number }

const SHOWN_MS = 3_500
const SHOWN_WITH_ACTION_MS = 10_000
const MOST_AT_ONCE = 3

const ToastContext = createContext<(toast: ToastInput | string) => void>(() => {})
export const useToast = () => useContext(ToastContext)

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([])
  const lastKey = useRef(0)
  const remove = useCallback((key: number) => setToasts((all) => all.filter((t) => t.key !== key)), [])
  const show = useCallback(
    (input: ToastInput | string) => {
      const toast = { ...(typeof input === 'string' ? { text: input } : input), key: ++lastKey.current }
      setToasts((all) => [...all.slice(1 - MOST_AT_ONCE), toast])
      setTimeout(() => remove(toast.key), toast.action ? SHOWN_WITH_ACTION_MS : SHOWN_MS)
    },
    [remove],
  )
  const bad = useMemo(() => toasts.filter((t) => t.tone === 'bad'), [toasts])
  const others = useMemo(() => toasts.filter((t) => t.tone !== 'bad'), [toasts])
  const w = useWords()
  return (
    <ToastContext value={show}>
      {children}
      <section className="toasts" aria-label={w.notifications}>
        <div role="alert">
          {bad.map((t) => (
            <ToastLine key={t.key} toast={t} onDone={remove} />
          ))}
        </div>
        <div role="status" aria-live="polite">
          {others.map((t) => (
            <ToastLine key={t.key} toast={t} onDone={remove} />
          ))}
        </div>
      </section>
    </ToastContext>
  )
}

function ToastLine({ toast, onDone }: { toast: Toast; onDone: (key: number) => void }) {
  const { action } = toast
  return (
    <p className={`toast toast-${toast.tone ?? 'plain'}`}>
      <span>{toast.text}</span>
      {action ? (
        <button
          type="button"
          onClick={() => {
            action.run()
            onDone(toast.key)
          }}
        >
          {action.label}
        </button>
      ) : null}
    </p>
  )
}
