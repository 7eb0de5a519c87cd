// Signing up in passing, while buying: two fields, or the way back to an account one has.
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import { Field, Input } from '#app/ui'

export type Credentials = { mode: 'signUp' | 'logIn'; email: string; password: string }
export const NO_CREDENTIALS: Credentials = { mode: 'signUp', email: '', password: '' }

type Props = { value: Credentials; onChange: (value: Credentials) => void; problem: ApiProblem | null }

export function AccountFields({ value, onChange, problem }: Props) {
  const { t } = useTranslation()
  const fresh = value.mode === 'signUp'
  return (
    <div className="account-fields">
      <Field label={t('account.email')} required error={problem?.fieldError('email') ?? null}>
        <Input
          type="email"
          autoComplete="email"
          inputMode="email"
          maxLength={254}
          value={value.email}
          onChange={(e) => onChange({ ...value, email: e.target.value })}
        />
      </Field>
      <Field
        label={t('account.password')}
        required
        hint={fresh ? t('account.passwordHint') : undefined}
        error={problem?.code === 'PASSWORD_WEAK' ? problem.detail : (problem?.fieldError('password') ?? null)}
      >
        <Input
          type="password"
          autoComplete={fresh ? 'new-password' : 'current-password'}
          maxLength={200}
          value={value.password}
          onChange={(e) => onChange({ ...value, password: e.target.value })}
        />
      </Field>
    </div>
  )
}
