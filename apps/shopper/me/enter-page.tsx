// Log in and sign up, and in the demo every role in one click. Afterwards one is back where one was.
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, problemOf } from '#app/client'
import { Avatar, Button, InlineError, Spinner, Tag, useLocale, useText, useToast } from '#app/ui'
import { listPersonas } from '#modules/identity/contract'
import { queryOf } from '../app/api.ts'
import { Page, Read, Section } from '../app/page.tsx'
import { enter, enterAs, register, useSession } from '../app/session.tsx'
import { AccountFields, type Credentials } from '../checkout/account-fields.tsx'

/** Only a path of this site; anything else leads home. */
export const safeNext = (next: string | undefined): string =>
  next && /^\/(?![/\\])/.test(next) ? next : '/me'

export const LogInPage = () => <EnterPage mode="logIn" />
export const SignUpPage = () => <EnterPage mode="signUp" />

function EnterPage({ mode }: { mode: Credentials['mode'] }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const navigate = useNavigate()
  const { next } = useSearch({ strict: false })
  const session = useSession()
  const [value, setValue] = useState<Credentials>({ mode, email: '', password: '' })
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const fresh = mode === 'signUp'

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await (fresh ? register(value.email, value.password) : enter(value.email, value.password))
      await navigate({ to: safeNext(next), replace: true })
    } catch (error) {
      setProblem(problemOf(error, locale))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Page title={t(fresh ? 'account.signUp' : 'account.logIn')} back>
      <form className="card form" onSubmit={(e) => void submit(e)}>
        <p className="muted">{t(fresh ? 'account.signUpDetail' : 'account.logInDetail')}</p>
        <AccountFields value={{ ...value, mode }} onChange={setValue} problem={problem} />
        <InlineError problem={problem} />
        <Button type="submit" variant="primary" size="l" block loading={busy}>
          {t(fresh ? 'account.signUp' : 'account.logIn')}
        </Button>
        <Link to={fresh ? '/login' : '/signup'} search={next ? { next } : {}} className="link centred">
          {t(fresh ? 'account.haveOne' : 'account.needOne')}
        </Link>
      </form>
      {session.demo ? <Personas /> : null}
    </Page>
  )
}

export function Personas() {
  const { t } = useTranslation()
  const query = useQuery(queryOf(listPersonas, {}))
  return (
    <Section title={t('demo.title')}>
      <p className="muted">{t('demo.detail')}</p>
      <Read query={query}>
        {({ items }) => (
          <ul className="card personas">
            {items.map((p) => (
              <PersonaRow key={p.key} persona={p} />
            ))}
          </ul>
        )}
      </Read>
    </Section>
  )
}

type Persona = {
  key: string
  role: string
  label: { zh: string; en: string }
  shows: { zh: string; en: string }
  nickname: string
  avatarUrl: string | null
}

function PersonaRow({ persona }: { persona: Persona }) {
  const text = useText()
  const { t } = useTranslation()
  const locale = useLocale()
  const toast = useToast()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const atDesk = persona.role !== 'shopper'
  async function become(): Promise<void> {
    setBusy(true)
    try {
      await enterAs(persona.key)
      if (atDesk) location.assign('/desk/')
      else await navigate({ to: '/' })
    } catch (error) {
      toast({ text: problemOf(error, locale).title, tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <li>
      <button type="button" className="persona" disabled={busy} onClick={() => void become()}>
        <Avatar url={persona.avatarUrl} name={persona.nickname} />
        <span>
          <b>{text(persona.label)}</b> {atDesk ? <Tag tone="plum">{t('demo.desk')}</Tag> : null}
          <small className="muted">{text(persona.shows)}</small>
        </span>
        {busy ? <Spinner /> : null}
      </button>
    </li>
  )
}
