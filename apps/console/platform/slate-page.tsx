// One slate, whole: what the ranking read, which stage kept and removed what, why each place was filled as it was, how likely
// that was, and what the person then did.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { DataTable, DateTime, formatBps, KeyValue, Panel, Tag, useLocale, type Column } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getSlate } from '#modules/signals/contract'
import { queryOf } from '../app/api.ts'
import { ContentName, CreatorName } from '../app/names.tsx'
import { BackLink, Page, Read } from '../app/page.tsx'
import { useFeedWords } from './feed-words.ts'
import { KIND_TONE } from './signals-page.tsx'

type Slate = OutputOf<typeof getSlate>
type Item = Slate['items'][number]
type Stage = Slate['stages'][number]

export function SlatePage() {
  const { t } = useTranslation()
  const { slateId = '' } = useParams({ strict: false })
  const words = useFeedWords()
  const query = useQuery(queryOf(getSlate, { slateId }))
  return (
    <Page
      title={t('slate.title')}
      scope="signal.read"
      back={<BackLink to="/platform/signals">{t('nav.signals')}</BackLink>}
    >
      <Read query={query}>
        {(slate) => (
          <>
            <Panel>
              <KeyValue
                facts={[
                  { label: t('slate.served'), value: <DateTime at={slate.servedAt} /> },
                  { label: t('slate.surface'), value: t(`slate.surfaces.${slate.surface}`) },
                  { label: t('slate.personalised'), value: t(slate.personalised ? 'app.yes' : 'app.no') },
                  { label: t('slate.policy'), value: <code className="whole-id">{slate.policy}</code> },
                  {
                    label: t('signals.account'),
                    value: (
                      <Link to="/platform/signals" search={{ account: slate.accountId }} className="link">
                        <code className="whole-id">{slate.accountId}</code>
                      </Link>
                    ),
                  },
                  { label: t('slate.no'), value: <code className="whole-id">{slate.slateId}</code> },
                ]}
              />
            </Panel>
            <Panel flush title={t('slate.items')}>
              <DataTable
                label={t('slate.items')}
                columns={itemColumns(t, words)}
                rows={slate.items}
                rowKey={(i) => String(i.position)}
              />
            </Panel>
            <div className="columns">
              <Panel flush title={t('slate.stages')}>
                <DataTable
                  label={t('slate.stages')}
                  columns={stageColumns(t, words)}
                  rows={slate.stages}
                  rowKey={(s) => s.stage}
                />
              </Panel>
              <Panel title={t('slate.features')}>
                <Features features={slate.features} />
              </Panel>
            </div>
          </>
        )}
      </Read>
    </Page>
  )
}

type Words = ReturnType<typeof useFeedWords>

const itemColumns = (t: TFunction, { nameOf, featureName }: Words): Column<Item>[] => [
  { key: 'position', head: t('signals.position'), numeric: true, cell: (i) => i.position + 1 },
  {
    key: 'content',
    head: t('funnel.bys.content'),
    rowHeader: true,
    cell: (i) => (
      <span className="two-lines">
        <span className="clip">
          <ContentName id={i.contentId} />
        </span>
        <small className="muted">
          <CreatorName id={i.creatorId} />
        </small>
      </span>
    ),
  },
  { key: 'score', head: t('slate.score'), numeric: true, cell: (i) => <b>{i.score.toFixed(3)}</b> },
  { key: 'scores', head: t('slate.scores'), cell: (i) => <Scores scores={i.scores} nameOf={nameOf} /> },
  {
    key: 'sources',
    head: t('slate.sources'),
    cell: (i) => (
      <span className="tags">
        {i.sources.map((s) => (
          <Tag key={s}>{nameOf(s)}</Tag>
        ))}
      </span>
    ),
  },
  { key: 'propensity', head: t('slate.propensity'), numeric: true, cell: (i) => <Propensity item={i} /> },
  {
    key: 'why',
    head: t('slate.why'),
    cell: (i) => (
      <span className="tags">
        {i.gaveWay?.map((rule) => (
          <Tag key={rule} tone="amber">
            {t('slate.gaveWay', { rule: nameOf(rule) })}
          </Tag>
        ))}
        {i.why.map((w) => (
          <Tag key={`${w.code}-${w.tag}`} tone="plum">
            {w.tag ? `${nameOf(w.code)} · ${featureName(w.tag)}` : nameOf(w.code)}
          </Tag>
        ))}
      </span>
    ),
  },
  {
    key: 'outcomes',
    head: t('slate.outcomes'),
    cell: (i) =>
      i.outcomes.length === 0 ? (
        <span className="muted">{t('slate.nothing')}</span>
      ) : (
        <span className="tags">
          {i.outcomes.map((o) => (
            <Tag key={o.id} tone={KIND_TONE[o.kind] ?? 'neutral'}>
              {t(`signals.kinds.${o.kind}`)}
              {o.dwellMs === null ? '' : ` ${(o.dwellMs / 1000).toFixed(1)}s`}
            </Tag>
          ))}
        </span>
      ),
  },
]

function Propensity({ item }: { item: Item }) {
  const { t } = useTranslation()
  const locale = useLocale()
  return (
    <>
      {formatBps(Math.round(item.propensity * 10_000), locale)}{' '}
      {item.explored ? <Tag tone="amber">{t('slate.explored')}</Tag> : null}
    </>
  )
}

/** Each scorer's share as a bar from the middle: to the right it lifted, to the left it pressed. */
function Scores({ scores, nameOf }: { scores: Item['scores']; nameOf: (name: string) => string }) {
  const entries = Object.entries(scores)
    .filter(([, v]) => v !== 0)
    .toSorted(([, a], [, b]) => Math.abs(b) - Math.abs(a))
  const most = Math.max(...entries.map(([, v]) => Math.abs(v)), Number.EPSILON)
  return (
    <ul className="scores">
      {entries.slice(0, 5).map(([name, value]) => (
        <li key={name}>
          <span>{nameOf(name)}</span>
          <span className="score-bar" data-negative={value < 0 || undefined} aria-hidden>
            <i style={{ width: `${(Math.abs(value) / most) * 100}%` }} />
          </span>
          <span className="num">{value.toFixed(3)}</span>
        </li>
      ))}
    </ul>
  )
}

const stageColumns = (t: TFunction, { nameOf }: Words): Column<Stage>[] => [
  { key: 'stage', head: t('slate.stage'), rowHeader: true, cell: (s) => nameOf(s.stage) },
  { key: 'ms', head: t('slate.ms'), numeric: true, cell: (s) => s.ms.toFixed(1) },
  { key: 'kept', head: t('slate.kept'), numeric: true, cell: (s) => s.kept },
  {
    key: 'removed',
    head: t('slate.removed'),
    numeric: true,
    cell: (s) => (s.removed === 0 ? '—' : <span title={s.removedIds.join('\n')}>{s.removed}</span>),
  },
]

function Features({ features }: { features: Slate['features'] }) {
  const { t } = useTranslation()
  const { featureName } = useFeedWords()
  const entries = Object.entries(features).toSorted(([, a], [, b]) => Math.abs(b) - Math.abs(a))
  if (entries.length === 0) return <p className="muted">{t('slate.noFeatures')}</p>
  return <Scores scores={Object.fromEntries(entries)} nameOf={featureName} />
}
