// A shop's other programs: where they are told, what was sent, with which keys they call. What is secret is shown once, when it is made.
import { KeyRound, Webhook } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from '@tanstack/react-query'
import {
  Button,
  Checkbox,
  DataTable,
  DateTime,
  EmptyState,
  Field,
  InlineError,
  Input,
  Panel,
  Tag,
  type Column,
  type Tone,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { KEY_SCOPES, type KeyScope } from '#kernel/scopes'
import * as c from '#modules/integrations/contract'
import { getTodos } from '#modules/trade/contract'
import { useAct } from '../app/act.ts'
import { useShopId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { Deliveries } from './deliveries.tsx'

type Hook = OutputOf<typeof c.listWebhooks>['items'][number]
type Key = OutputOf<typeof c.listKeys>['items'][number]

export function DevelopersPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  return (
    <Page title={t('nav.developers')} scope="integration.write">
      <p className="muted">
        {t('developers.detail')}{' '}
        <a className="link" href="/docs/webhooks">
          {t('developers.docs')}
        </a>{' '}
        <a className="link" href="/docs/api">
          {t('developers.api')}
        </a>
      </p>
      <Webhooks shopId={shopId} />
      <Deliveries shopId={shopId} />
      <Keys shopId={shopId} />
    </Page>
  )
}

/** Shown this once: selectable, and gone with the page. */
function Once({ text }: { text: string }) {
  const { t } = useTranslation()
  return (
    <div role="status">
      <p>{t('developers.once')}</p>
      <Input aria-label={t('developers.once')} readOnly value={text} onFocus={(e) => e.target.select()} />
    </div>
  )
}

const toggled = <T,>(list: readonly T[], one: T): T[] =>
  list.includes(one) ? list.filter((x) => x !== one) : [...list, one]

const TONES: Record<Hook['state'], Tone> = { on: 'jade', off: 'neutral', gone: 'rose', failing: 'rose' }

function Webhooks({ shopId }: { shopId: string }) {
  const { t } = useTranslation()
  const query = useQuery(queryOf(c.listWebhooks, { shopId }))
  const refreshes = [c.listWebhooks, c.listDeliveries, getTodos]
  const [secret, setSecret] = useState<string | null>(null)
  const test = useAct(c.testWebhook, { refreshes, says: t('developers.tested') })
  const turn = useAct(c.updateWebhook, { refreshes, says: t('settings.saved') })
  const replay = useAct(c.replayWebhook, { refreshes, says: t('developers.replayed') })
  const rotate = useAct(c.rotateWebhookSecret, { refreshes, onDone: (r) => setSecret(r.secret) })
  const columns: Column<Hook>[] = [
    { key: 'url', head: t('developers.url'), rowHeader: true, cell: (h) => <code>{h.url}</code> },
    {
      key: 'state',
      head: t('orders.stateHead'),
      cell: (h) => <Tag tone={TONES[h.state]}>{t(`developers.states.${h.state}`)}</Tag>,
    },
    {
      key: 'delivered',
      head: t('developers.delivered'),
      numeric: true,
      wide: true,
      cell: (h) => h.delivered,
    },
    { key: 'waiting', head: t('developers.waiting'), numeric: true, wide: true, cell: (h) => h.waiting },
    { key: 'failed', head: t('developers.failed'), numeric: true, cell: (h) => h.failed },
    {
      key: 'act',
      head: t('app.actions'),
      action: true,
      cell: ({ endpointId, state, createdAt }) => (
        <span className="wire-actions">
          {state === 'on' ? (
            <>
              <Button size="s" onClick={() => void test.run({ shopId, endpointId })}>
                {t('developers.test')}
              </Button>
              <Button size="s" onClick={() => void replay.run({ shopId, endpointId, since: createdAt })}>
                {t('developers.replay')}
              </Button>
            </>
          ) : null}
          <Button size="s" onClick={() => void rotate.run({ shopId, endpointId })}>
            {t('developers.rotate')}
          </Button>
          <Button size="s" onClick={() => void turn.run({ shopId, endpointId, on: state !== 'on' })}>
            {state === 'on' ? t('developers.turnOff') : t('developers.turnOn')}
          </Button>
        </span>
      ),
    },
  ]
  return (
    <Panel title={t('developers.webhooks')}>
      <NewWebhook shopId={shopId} onMade={setSecret} />
      {secret ? <Once text={secret} /> : null}
      <Read query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={Webhook} title={t('developers.none')} detail={t('developers.noneDetail')} />
          ) : (
            <DataTable
              label={t('developers.webhooks')}
              columns={columns}
              rows={items}
              rowKey={(h) => h.endpointId}
            />
          )
        }
      </Read>
    </Panel>
  )
}

function NewWebhook({ shopId, onMade }: { shopId: string; onMade: (secret: string) => void }) {
  const { t } = useTranslation()
  const [url, setUrl] = useState('')
  const [types, setTypes] = useState<(typeof c.WEBHOOK_TYPES)[number][]>(['order.paid', 'refund.succeeded'])
  const act = useAct(c.createWebhook, {
    inline: true,
    refreshes: [c.listWebhooks],
    onDone: (made) => (setUrl(''), onMade(made.secret)),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void act.run({ shopId, url, types, note: '' })
  }
  return (
    <form className="form" onSubmit={submit}>
      <Field label={t('developers.url')} hint={t('developers.urlHint')} required>
        <Input type="url" value={url} onChange={(e) => setUrl(e.target.value)} />
      </Field>
      <fieldset className="ticks">
        <legend>{t('developers.types')}</legend>
        {c.WEBHOOK_TYPES.map((type) => (
          <Checkbox
            key={type}
            label={type}
            checked={types.includes(type)}
            onChange={() => setTypes(toggled(types, type))}
          />
        ))}
      </fieldset>
      <InlineError problem={act.problem} />
      <Button type="submit" variant="primary" loading={act.busy} disabled={!url || types.length === 0}>
        {t('developers.add')}
      </Button>
    </form>
  )
}

const KEY_TONES: Record<Key['state'], Tone> = { on: 'jade', expired: 'neutral', revoked: 'neutral' }

function Keys({ shopId }: { shopId: string }) {
  const { t } = useTranslation()
  const query = useQuery(queryOf(c.listKeys, { shopId }))
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<KeyScope[]>(['order.read'])
  const [token, setToken] = useState<string | null>(null)
  const create = useAct(c.createKey, {
    inline: true,
    refreshes: [c.listKeys],
    onDone: (made) => (setName(''), setToken(made.token)),
  })
  const revoke = useAct(c.revokeKey, { refreshes: [c.listKeys], says: t('developers.revoked') })
  const columns: Column<Key>[] = [
    { key: 'name', head: t('developers.keyName'), rowHeader: true, cell: (k) => k.name },
    { key: 'prefix', head: t('developers.prefix'), cell: (k) => <code>{k.prefix}…</code> },
    { key: 'scopes', head: t('developers.scopes'), wide: true, cell: (k) => k.scopes.join(' · ') },
    {
      key: 'used',
      head: t('developers.lastUsed'),
      cell: (k) => (k.lastUsedAt ? <DateTime at={k.lastUsedAt} /> : '–'),
    },
    {
      key: 'state',
      head: t('orders.stateHead'),
      cell: (k) => <Tag tone={KEY_TONES[k.state]}>{t(`developers.keyStates.${k.state}`)}</Tag>,
    },
    {
      key: 'act',
      head: t('app.actions'),
      action: true,
      cell: (k) =>
        k.state === 'on' ? (
          <Button size="s" onClick={() => void revoke.run({ shopId, keyId: k.keyId })}>
            {t('developers.revoke')}
          </Button>
        ) : null,
    },
  ]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void create.run({ shopId, name, scopes })
  }
  return (
    <Panel title={t('developers.keys')}>
      <form className="form" onSubmit={submit}>
        <Field label={t('developers.keyName')} hint={t('developers.keyHint')} required>
          <Input value={name} maxLength={40} onChange={(e) => setName(e.target.value)} />
        </Field>
        <fieldset className="ticks">
          <legend>{t('developers.scopes')}</legend>
          {KEY_SCOPES.map((s) => (
            <Checkbox
              key={s}
              label={s}
              checked={scopes.includes(s)}
              onChange={() => setScopes(toggled(scopes, s))}
            />
          ))}
        </fieldset>
        <InlineError problem={create.problem} />
        <Button type="submit" loading={create.busy} disabled={!name || scopes.length === 0}>
          {t('developers.makeKey')}
        </Button>
      </form>
      {token ? <Once text={token} /> : null}
      <Read query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              icon={KeyRound}
              title={t('developers.noKeys')}
              detail={t('developers.noKeysDetail')}
            />
          ) : (
            <DataTable label={t('developers.keys')} columns={columns} rows={items} rowKey={(k) => k.keyId} />
          )
        }
      </Read>
    </Panel>
  )
}
