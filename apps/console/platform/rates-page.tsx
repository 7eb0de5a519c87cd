// The rate card: what is in force, what is to come, what was; and publishing a new version. Orders already paid keep theirs.
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  DataTable,
  DateTime,
  Field,
  formatBps,
  InlineError,
  Input,
  Panel,
  Select,
  Tag,
  useLocale,
  useText,
  type Column,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getRateCard, setRate } from '#modules/ledger/contract'
import { useAct } from '../app/act.ts'
import { queryOf } from '../app/api.ts'
import { useCategories, useCategoryName } from '../app/names.tsx'
import { Page, Read } from '../app/page.tsx'
import { readPercent } from '../app/percent.ts'
import { useMay, useSession } from '../app/session.tsx'

type Version = OutputOf<typeof getRateCard>['versions'][number]
const SCOPES = ['default', 'category', 'emerging', 'tech-fee'] as const satisfies readonly Version['scope'][]

export function RatesPage() {
  const { t } = useTranslation()
  const locale = useLocale()
  const may = useMay()
  const { now } = useSession()
  const categoryName = useCategoryName()
  const query = useQuery(queryOf(getRateCard, {}))
  const columns: Column<Version>[] = [
    {
      key: 'scope',
      head: t('rates.scope'),
      rowHeader: true,
      cell: (v) => (v.scope === 'category' ? categoryName(v.categoryId) : t(`rates.scopes.${v.scope}`)),
    },
    { key: 'rate', head: t('rates.rate'), numeric: true, cell: (v) => <b>{formatBps(v.rateBps, locale)}</b> },
    {
      key: 'state',
      head: t('orders.stateHead'),
      cell: (v) =>
        v.current ? (
          <Tag tone="jade">{t('rates.current')}</Tag>
        ) : v.effectiveFrom > now ? (
          <Tag tone="amber">{t('rates.planned')}</Tag>
        ) : (
          <Tag>{t('rates.past')}</Tag>
        ),
    },
    { key: 'from', head: t('rates.from'), numeric: true, cell: (v) => <DateTime at={v.effectiveFrom} /> },
    { key: 'made', head: t('rates.made'), numeric: true, cell: (v) => <DateTime at={v.createdAt} /> },
  ]
  return (
    <Page title={t('nav.rates')} scope="rate.read">
      <p className="muted">{t('rates.detail')}</p>
      {may('rate.write') ? <NewRate /> : null}
      <Panel flush title={t('rates.versions')}>
        <Read query={query}>
          {({ versions }) => (
            <DataTable
              label={t('rates.versions')}
              columns={columns}
              rows={versions.toSorted(
                (a, b) =>
                  Number(b.current) - Number(a.current) ||
                  SCOPES.indexOf(a.scope) - SCOPES.indexOf(b.scope) ||
                  (a.effectiveFrom < b.effectiveFrom ? 1 : -1),
              )}
              rowKey={(v) => v.rateVersionId}
            />
          )}
        </Read>
      </Panel>
    </Page>
  )
}

function NewRate() {
  const { t } = useTranslation()
  const text = useText()
  const categories = useCategories()
  const [scope, setScope] = useState<Version['scope']>('category')
  const [categoryId, setCategoryId] = useState('')
  const [percent, setPercent] = useState('')
  const [from, setFrom] = useState('')
  const act = useAct(setRate, {
    inline: true,
    refreshes: [getRateCard],
    says: t('rates.published'),
    onDone: () => setPercent(''),
  })
  const rateBps = readPercent(percent)
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (rateBps === null) return
    await act.run({
      scope,
      rateBps,
      ...(scope === 'category' ? { categoryId } : {}),
      ...(from ? { effectiveFrom: new Date(from).toISOString() } : {}),
    })
  }
  return (
    <Panel title={t('rates.new')}>
      <form className="row-form" onSubmit={(e) => void submit(e)}>
        <Field label={t('rates.scope')}>
          <Select value={scope} onChange={(e) => setScope(e.target.value as Version['scope'])}>
            {SCOPES.map((s) => (
              <option key={s} value={s}>
                {t(`rates.scopes.${s}`)}
              </option>
            ))}
          </Select>
        </Field>
        {scope === 'category' ? (
          <Field
            label={t('products.category')}
            error={act.problem?.fieldError('categoryId') ?? null}
            required
          >
            <Select value={categoryId} onChange={(e) => setCategoryId(e.target.value)}>
              <option value="">{t('app.choose')}</option>
              {categories.map((c) => (
                <option key={c.id} value={c.id}>
                  {text(c.name)}
                </option>
              ))}
            </Select>
          </Field>
        ) : null}
        <Field label={t('rates.ratePercent')} error={act.problem?.fieldError('rateBps') ?? null} required>
          <Input inputMode="decimal" value={percent} onChange={(e) => setPercent(e.target.value)} />
        </Field>
        <Field
          label={t('rates.from')}
          hint={t('rates.fromHint')}
          error={act.problem?.fieldError('effectiveFrom') ?? null}
        >
          <Input type="datetime-local" value={from} onChange={(e) => setFrom(e.target.value)} />
        </Field>
        <Button
          type="submit"
          variant="primary"
          loading={act.busy}
          disabled={rateBps === null || (scope === 'category' && !categoryId)}
        >
          {t('rates.publish')}
        </Button>
      </form>
      <InlineError problem={act.problem} />
    </Panel>
  )
}
