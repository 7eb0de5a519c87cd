// The door of the desk: e-mail and password, and in the demo every role in one click.
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf, type ApiProblem } from '#app/client'
import { Button, Field, InlineError, Input, Panel, Segmented, useLocale } from '#app/ui'
import icon from '../icon.svg'
import { changeLocale } from './i18n.ts'
import { Personas } from './personas.tsx'
import { enter } from './session.tsx'

export function LogInPage({ demo }: { demo: boolean }) {
  const { t } = useTranslation()
  const locale = useLocale()
  return (
    <main className="door">
      <header className="door-head">
        <span className="brand">
          <img src={icon} alt="" width={32} height={32} /> Serendip <small>偶得</small>
        </span>
        <Segmented
          label={t('menu.language')}
          value={locale}
          onChange={(next) => void changeLocale(next)}
          options={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </header>
      <h1>{t('door.title')}</h1>
      <p className="muted">{t('door.detail')}</p>
      <LogInForm />
      {demo ? (
        <Panel title={t('demo.title')}>
          <p className="muted">{t('demo.detail')}</p>
          <Personas />
        </Panel>
      ) : null}
    </main>
  )
}

function LogInForm() {
  const { t } = useTranslation()
  const locale = useLocale()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await enter(email, password)
    } catch (error) {
      setProblem(problemOf(error, locale))
      setBusy(false)
    }
  }
  return (
    <form className="panel" onSubmit={(e) => void submit(e)}>
      <Field label={t('door.email')} error={problem?.fieldError('email') ?? null} required>
        <Input
          type="email"
          autoComplete="username"
          value={email}
          onChange={(e) => setEmail(e.target.value)}
        />
      </Field>
      <Field label={t('door.password')} error={problem?.fieldError('password') ?? null} required>
        <Input
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
      </Field>
      <InlineError problem={problem} />
      <Button type="submit" variant="primary" size="l" block loading={busy} disabled={!email || !password}>
        {t('door.enter')}
      </Button>
      <a className="link" href="/signup">
        {t('door.signUp')}
      </a>
    </form>
  )
}
