// A delivery address as a form: the browser can fill it in, and what the server refuses stands under its field.
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import { Field, Input } from '#app/ui'

export type AddressDraft = {
  name: string
  phone: string
  province: string
  city: string
  district: string
  detail: string
}
export const EMPTY_ADDRESS: AddressDraft = {
  name: '',
  phone: '',
  province: '',
  city: '',
  district: '',
  detail: '',
}

const FIELDS = [
  { key: 'name', autoComplete: 'name', max: 30, type: 'text' },
  { key: 'phone', autoComplete: 'tel', max: 32, type: 'tel' },
  { key: 'province', autoComplete: 'address-level1', max: 30, type: 'text' },
  { key: 'city', autoComplete: 'address-level2', max: 30, type: 'text' },
  { key: 'district', autoComplete: 'address-level3', max: 30, type: 'text' },
  { key: 'detail', autoComplete: 'street-address', max: 120, type: 'text' },
] as const

type Props = { draft: AddressDraft; onChange: (draft: AddressDraft) => void; problem: ApiProblem | null }

export function AddressFields({ draft, onChange, problem }: Props) {
  const { t } = useTranslation()
  return (
    <div className="address-fields">
      {FIELDS.map(({ key, autoComplete, max, type }) => (
        <div key={key} className={`address-${key}`}>
          <Field label={t(`address.${key}`)} required error={problem?.fieldError(key) ?? null}>
            <Input
              type={type}
              autoComplete={`shipping ${autoComplete}`}
              maxLength={max}
              placeholder={t(`address.${key}Example`)}
              value={draft[key]}
              onChange={(e) => onChange({ ...draft, [key]: e.target.value })}
            />
          </Field>
        </div>
      ))}
    </div>
  )
}
