// Logging in (or signing up) over the running picture: nothing is left, and what one came to do is one press away.
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf, type ApiProblem } from '#app/client'
import { Button, InlineError, Sheet, useLocale } from '#app/ui'
import { enter, register, useAccount } from '../app/session.tsx'
import { AccountFields, NO_CREDENTIALS } from '../checkout/account-fields.tsx'
import { reconnectRooms } from './room-hold.ts'

export function EnterSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const account = useAccount()
  const [value, setValue] = useState(NO_CREDENTIALS)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const fresh = value.mode === 'signUp'

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await (fresh ? register : enter)(value.email, value.password)
      reconnectRooms(true)
      onClose()
    } catch (error) {
      setProblem(problemOf(error, locale))
      setBusy(false)
    }
  }

  return (
    <Sheet open={account.guest || busy} onClose={onClose} title={t(fresh ? 'account.signUp' : 'live.logIn')}>
      <form className="form" onSubmit={(e) => void submit(e)}>
        <p className="muted">{t('live.logInDetail')}</p>
        <AccountFields value={value} onChange={setValue} problem={problem} />
        <InlineError problem={problem} />
        <Button type="submit" variant="primary" size="l" block loading={busy}>
          {t(fresh ? 'account.signUp' : 'account.logIn')}
        </Button>
        <button
          type="button"
          className="link centred"
          onClick={() => setValue({ ...value, mode: fresh ? 'logIn' : 'signUp' })}
        >
          {t(fresh ? 'account.haveOne' : 'account.needOne')}
        </button>
      </form>
    </Sheet>
  )
}
