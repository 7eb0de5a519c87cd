// Each provider's day beside the books: what they say, what we say, what is between; every difference by its name, down to the order,
// explained by one person and seen by another.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Scale } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  DataTable,
  DateTime,
  EmptyState,
  Field,
  InlineError,
  KeyValue,
  Money,
  Panel,
  Sheet,
  Tag,
  Textarea,
  type Column,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import {
  explainMismatch,
  getReconciliation,
  listReconciliations,
  releaseDay,
  resolveMismatch,
} from '#modules/ledger/contract'
import { useAct } from '../app/act.ts'
import { useFilters } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { useList } from '../app/list.ts'
import { ShortId } from '../app/names.tsx'
import { BackLink, List, Page, Read } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'

type Day = OutputOf<typeof listReconciliations>['items'][number]
type Mismatch = OutputOf<typeof getReconciliation>['mismatches'][number]
const REFRESHES = [getReconciliation, listReconciliations]

const sum = (d: Day, side: 'ours' | 'theirs', currency: string): bigint =>
  d.totals
    .filter((x) => x.currency === currency)
    .reduce((s, x) => s + BigInt(x[`${side}Paid`]) - BigInt(x[`${side}Refunded`]), 0n)

export function ReconciliationPage() {
  const { t } = useTranslation()
  const [filters, setFilters] = useFilters()
  const query = useList(listReconciliations, { limit: '30' })
  const amount = (d: Day, minorOf: (currency: string) => bigint) =>
    d.totals.length === 0
      ? '—'
      : d.totals.map((x) => (
          <div key={x.currency}>
            <Money minor={minorOf(x.currency)} currency={x.currency as 'CNY'} />
          </div>
        ))
  const columns: Column<Day>[] = [
    {
      key: 'day',
      head: t('reconciliation.day'),
      rowHeader: true,
      cell: (d) => (
        <button
          type="button"
          className="link-plain"
          onClick={() => setFilters({ of: `${d.day}~${d.provider}` })}
        >
          {d.day}
        </button>
      ),
    },
    { key: 'provider', head: t('reconciliation.provider'), cell: (d) => <ProviderName name={d.provider} /> },
    { key: 'state', head: t('orders.stateHead'), cell: (d) => <DayState day={d} /> },
    {
      key: 'theirs',
      head: t('reconciliation.theirs'),
      numeric: true,
      cell: (d) => amount(d, (c) => sum(d, 'theirs', c)),
    },
    {
      key: 'ours',
      head: t('reconciliation.ours'),
      numeric: true,
      cell: (d) => amount(d, (c) => sum(d, 'ours', c)),
    },
    {
      key: 'difference',
      head: t('reconciliation.difference'),
      numeric: true,
      cell: (d) => amount(d, (c) => sum(d, 'theirs', c) - sum(d, 'ours', c)),
    },
    { key: 'lines', head: t('reconciliation.lines'), numeric: true, cell: (d) => d.lines },
  ]
  const [day, provider] = filters.of?.split('~') ?? []
  return (
    <Page
      title={t('nav.reconciliation')}
      scope="ledger.read"
      back={<BackLink to="/platform/ledger">{t('nav.ledger')}</BackLink>}
    >
      <p className="muted">{t('reconciliation.detail')}</p>
      <Panel flush>
        <List
          query={query}
          empty={
            <EmptyState
              icon={Scale}
              title={t('reconciliation.none')}
              detail={t('reconciliation.noneDetail')}
            />
          }
        >
          {(items) => (
            <DataTable
              label={t('nav.reconciliation')}
              columns={columns}
              rows={items}
              rowKey={(d) => `${d.day}${d.provider}`}
              selected={(d) => filters.of === `${d.day}~${d.provider}`}
            />
          )}
        </List>
      </Panel>
      {day && provider ? (
        <DaySheet day={day} provider={provider} onClose={() => setFilters({ of: undefined })} />
      ) : null}
    </Page>
  )
}

function ProviderName({ name }: { name: string }) {
  const { t, i18n } = useTranslation()
  const key = `reconciliation.providers.${name}`
  return i18n.exists(key) ? t(key as 'reconciliation.providers.sandbox') : name
}

function DayState({ day }: { day: Day }) {
  const { t } = useTranslation()
  if (day.lines === 0 && day.totals.length === 0 && day.found === 0)
    return <Tag>{t('reconciliation.nothing')}</Tag>
  if (day.unresolved === 0)
    return <Tag tone="jade">{t(`reconciliation.${day.found === 0 ? 'balanced' : 'states.resolved'}`)}</Tag>
  if (day.releasedAt) return <Tag tone="amber">{t('reconciliation.released')}</Tag>
  return <Tag tone="rose">{t('reconciliation.open', { n: day.unresolved })}</Tag>
}

function DaySheet({ day, provider, onClose }: { day: string; provider: string; onClose: () => void }) {
  const { t } = useTranslation()
  const query = useQuery(queryOf(getReconciliation, { provider, day }))
  return (
    <Sheet
      open
      onClose={onClose}
      side="right"
      title={t('reconciliation.sheet', { day })}
      className="sheet-wide"
    >
      <Read query={query}>
        {(d) => (
          <div className="stack">
            <p className="muted">
              <ProviderName name={d.provider} /> · {t('reconciliation.lookedAt')} <DateTime at={d.lookedAt} />
            </p>
            {d.mismatches.length === 0 ? (
              <EmptyState
                icon={Scale}
                title={t('reconciliation.balanced')}
                detail={t('reconciliation.balancedDetail')}
              />
            ) : (
              <ul className="stack">
                {d.mismatches.map((m) => (
                  <li key={m.mismatchId}>
                    <MismatchCard mismatch={m} />
                  </li>
                ))}
              </ul>
            )}
            {d.unresolved > 0 && !d.releasedAt ? <Release day={d} /> : null}
          </div>
        )}
      </Read>
    </Sheet>
  )
}

/** `12900 CNY` as money; a time as a time; anything else as it is. */
function Side({ text }: { text: string | null }) {
  const money = /^(-?\d+) (CNY|USD)(.*)$/.exec(text ?? '')
  if (money) return <Money minor={money[1]!} currency={money[2] as 'CNY'} />
  if (text && /^\d{4}-\d\d-\d\dT/.test(text)) return <DateTime at={text} />
  return <>{text ?? '—'}</>
}

const Reference = ({ mismatch: m }: { mismatch: Mismatch }) =>
  m.orderId ? (
    <Link to="/platform/transfers" search={{ order: m.orderId }} className="link-plain">
      <ShortId id={m.reference} />
    </Link>
  ) : (
    <code className="whole-id">{m.reference || '—'}</code>
  )

function MismatchCard({ mismatch: m }: { mismatch: Mismatch }) {
  const { t } = useTranslation()
  const may = useMay()
  const [note, setNote] = useState('')
  const explain = useAct(explainMismatch, {
    inline: true,
    refreshes: REFRESHES,
    says: t('reconciliation.explainedDone'),
  })
  const resolve = useAct(resolveMismatch, {
    inline: true,
    refreshes: REFRESHES,
    says: t('reconciliation.resolvedDone'),
  })
  const tone = m.state === 'open' ? 'rose' : m.state === 'explained' ? 'amber' : 'jade'
  return (
    <Panel
      title={t(`reconciliation.kinds.${m.kind}`)}
      action={<Tag tone={tone}>{t(`reconciliation.states.${m.state}`)}</Tag>}
    >
      <KeyValue
        facts={[
          { label: t('reconciliation.reference'), value: <Reference mismatch={m} /> },
          { label: t('reconciliation.theirs'), value: <Side text={m.theirs} /> },
          { label: t('reconciliation.ours'), value: <Side text={m.ours} /> },
        ]}
      />
      {m.note ? <p>{m.note}</p> : null}
      {m.state === 'open' && may('rate.write') ? (
        <>
          <Field label={t('reconciliation.note')}>
            <Textarea value={note} rows={2} maxLength={500} onChange={(e) => setNote(e.target.value)} />
          </Field>
          <Button
            size="s"
            loading={explain.busy}
            disabled={note.trim() === ''}
            onClick={() => void explain.run({ mismatchId: m.mismatchId, note })}
          >
            {t('reconciliation.explain')}
          </Button>
        </>
      ) : null}
      {m.state === 'explained' && may('rate.write') ? (
        <Button
          size="s"
          variant="soft"
          loading={resolve.busy}
          onClick={() => void resolve.run({ mismatchId: m.mismatchId })}
        >
          {t('reconciliation.resolve')}
        </Button>
      ) : null}
      <InlineError problem={explain.problem ?? resolve.problem} />
    </Panel>
  )
}

/** Payouts go on before everything is settled: one asks, another agrees. */
function Release({ day }: { day: Day }) {
  const { t } = useTranslation()
  const may = useMay()
  const [note, setNote] = useState('')
  const act = useAct(releaseDay, {
    inline: true,
    refreshes: REFRESHES,
    says: t('reconciliation.releaseDone'),
  })
  if (!may('rate.write')) return null
  const asked = day.releaseAskedBy !== null
  return (
    <Panel title={t('reconciliation.release')}>
      <p className="muted">{t('reconciliation.releaseDetail')}</p>
      {asked ? (
        <p>{day.releaseNote}</p>
      ) : (
        <Field label={t('reconciliation.releaseNote')}>
          <Textarea value={note} rows={2} maxLength={500} onChange={(e) => setNote(e.target.value)} />
        </Field>
      )}
      <Button
        variant="danger"
        loading={act.busy}
        disabled={!asked && note.trim() === ''}
        onClick={() => void act.run({ provider: day.provider, day: day.day, ...(asked ? {} : { note }) })}
      >
        {t(asked ? 'reconciliation.releaseAgree' : 'reconciliation.releaseAsk')}
      </Button>
      <InlineError problem={act.problem} />
    </Panel>
  )
}
