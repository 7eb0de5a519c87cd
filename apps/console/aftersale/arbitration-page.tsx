// Disputes before the platform, the nearest deadline first: who says what, side by side, and the ruling that both of them read.
import { useQuery } from '@tanstack/react-query'
import { Scale } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DateTime, EmptyState, Panel, Segmented, useText } from '#app/ui'
import { getArbitration, listArbitrations } from '#modules/trade/contract'
import { useFilters } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { useList } from '../app/list.ts'
import { List, Page, Read } from '../app/page.tsx'
import { oneOf } from '../app/search.ts'
import { CaseState, CaseView, Evidence, type Case } from './case-view.tsx'
import { Deadline } from './deadline.tsx'
import { RulingForm } from './ruling-form.tsx'

const STATES = ['judging', 'evidence', 'ruled'] as const

export function ArbitrationPage() {
  const { t } = useTranslation()
  const text = useText()
  const [filters, setFilters] = useFilters()
  const state = oneOf(STATES, filters.state) ?? 'judging'
  const query = useList(listArbitrations, { state, limit: '50' })
  const counts = query.data?.first.counts
  const current = filters.case ?? query.data?.items[0]?.afterSaleId
  return (
    <Page
      title={t('nav.arbitrations')}
      scope="review.decide"
      actions={
        <Segmented
          label={t('orders.stateHead')}
          value={state}
          onChange={(next) => setFilters({ state: next === 'judging' ? undefined : next, case: undefined })}
          options={STATES.map((s) => ({
            value: s,
            label: `${t(`arbitration.states.${s}`)}${counts ? ` ${counts[s]}` : ''}`,
          }))}
        />
      }
    >
      <List
        query={query}
        empty={
          <Panel>
            <EmptyState
              icon={Scale}
              title={t('arbitration.none')}
              detail={t(`arbitration.noneIn.${state}`)}
            />
          </Panel>
        }
      >
        {(items) => (
          <div className="queue">
            <nav className="queue-list" aria-label={t('nav.arbitrations')}>
              <ol>
                {items.map((c) => (
                  <li key={c.afterSaleId}>
                    <button
                      type="button"
                      className="queue-row"
                      aria-current={c.afterSaleId === current ? 'true' : undefined}
                      onClick={() => setFilters({ case: c.afterSaleId })}
                    >
                      <img src={c.lines[0]?.imageUrl} alt="" width={44} height={44} loading="lazy" />
                      <span>
                        <b className="clip">{c.lines[0] ? text(c.lines[0].title) : c.orderId}</b>
                        <small className="muted">
                          {t(`afterSale.type.${c.type}`)} · {text(c.shopName)}
                        </small>
                        {c.dueAt ? <Deadline at={c.dueAt} /> : <CaseState of={c} />}
                      </span>
                    </button>
                  </li>
                ))}
              </ol>
            </nav>
            {current ? <Dispute afterSaleId={current} /> : null}
          </div>
        )}
      </List>
    </Page>
  )
}

function Dispute({ afterSaleId }: { afterSaleId: string }) {
  const query = useQuery({ ...queryOf(getArbitration, { afterSaleId }), staleTime: 0 })
  return (
    <Read query={query}>
      {(c) => (
        <article className="review" key={c.afterSaleId}>
          <BothSides of={c} />
          {c.moves.length > 0 ? <RulingForm key={c.version} of={c} /> : null}
          <CaseView of={c} />
        </article>
      )}
    </Read>
  )
}

/** What each has said and shown, beside the other. */
function BothSides({ of: c }: { of: Case }) {
  const { t } = useTranslation()
  return (
    <div className="two-sides">
      {(['buyer', 'merchant'] as const).map((by) => {
        const said = c.timeline.filter((s) => s.by === by && (s.note || s.media.length > 0))
        return (
          <Panel key={by} title={t(`afterSale.by.${by}`)}>
            {said.length === 0 ? (
              <p className="muted">{t('arbitration.saidNothing')}</p>
            ) : (
              <ul className="stack">
                {said.map((s) => (
                  <li key={s.at}>
                    <small className="muted">
                      {t(`afterSale.move.${s.move}`)} · <DateTime at={s.at} />
                    </small>
                    <p>{s.note}</p>
                    <Evidence media={s.media} />
                  </li>
                ))}
              </ul>
            )}
          </Panel>
        )
      })}
    </div>
  )
}
