// The demo's one-click log-ins, at the door and in the menu.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#app/client'
import { Avatar, Spinner, useLocale, useText, useToast } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { listPersonas } from '#modules/identity/contract'
import { queryOf } from './api.ts'
import { Read } from './page.tsx'
import { enterAs } from './session.tsx'

type Persona = OutputOf<typeof listPersonas>['items'][number]

export function Personas() {
  const query = useQuery(queryOf(listPersonas, {}))
  return (
    <Read query={query}>
      {({ items }) => (
        <ul className="personas">
          {items.map((p) => (
            <PersonaRow key={p.key} persona={p} />
          ))}
        </ul>
      )}
    </Read>
  )
}

function PersonaRow({ persona }: { persona: Persona }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  async function become(): Promise<void> {
    setBusy(true)
    try {
      await enterAs(persona.key)
      // A whole new page: whatever was open belonged to somebody else.
      location.assign(persona.role === 'shopper' ? '/' : '/desk/')
    } catch (error) {
      toast({ text: problemOf(error, locale).title, tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <li>
      <button type="button" className="persona" disabled={busy} onClick={() => void become()}>
        <Avatar url={persona.avatarUrl} name={persona.nickname} size={32} />
        <span>
          <b>{text(persona.label)}</b>{' '}
          {persona.role === 'shopper' ? <span className="tag">{t('demo.shopper')}</span> : null}
          <small className="muted">{text(persona.shows)}</small>
        </span>
        {busy ? <Spinner /> : null}
      </button>
    </li>
  )
}
