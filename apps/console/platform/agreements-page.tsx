// Annual framework agreements: how far each has come and where it would end; drafting one after trying it out; signing another's draft.
import { useQuery } from '@tanstack/react-query'
import { FileSignature } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  DataTable,
  DateTime,
  EmptyState,
  formatBps,
  InlineError,
  Money,
  Panel,
  Sheet,
  useLocale,
  type Column,
} from '#app/ui'
import { discardAgreement, getAgreement, listAgreements, signAgreement } from '#modules/ledger/contract'
import { useAct } from '../app/act.ts'
import { useFilters } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { useList } from '../app/list.ts'
import { List, Page, Read } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import {
  AgreementState,
  AgreementTerms,
  CreditNotes,
  Progress,
  YearTiles,
  type Agreement,
  type AgreementDetail,
} from '../agreements/agreement-view.tsx'
import { DraftSheet } from './agreement-draft.tsx'
import { PartyName } from './ledger-page.tsx'

export function AgreementsPage() {
  const { t } = useTranslation()
  const locale = useLocale()
  const may = useMay()
  const [filters, setFilters] = useFilters()
  const query = useList(listAgreements, { limit: '50' })
  const columns: Column<Agreement>[] = [
    {
      key: 'party',
      head: t('agreement.party'),
      rowHeader: true,
      cell: (a) => (
        <button type="button" className="link-plain" onClick={() => setFilters({ agreement: a.agreementId })}>
          <PartyName id={a.partyId} /> · {a.year}
        </button>
      ),
    },
    { key: 'state', head: t('orders.stateHead'), cell: (a) => <AgreementState state={a.state} /> },
    { key: 'mode', head: t('agreement.mode'), wide: true, cell: (a) => t(`agreement.modes.${a.mode}`) },
    {
      key: 'progress',
      head: t('agreement.progress'),
      cell: (a) => <Progress year={a} currency={a.currency} />,
    },
    {
      key: 'forecast',
      head: t('agreement.forecast'),
      numeric: true,
      cell: (a) => <Money minor={a.forecastMinor} currency={a.currency} />,
    },
    {
      key: 'rebate',
      head: t('agreement.rebate'),
      numeric: true,
      cell: (a) => <Money minor={a.rebateMinor} currency={a.currency} />,
    },
    {
      key: 'effective',
      head: t('agreement.effective'),
      numeric: true,
      cell: (a) => formatBps(a.effectiveBps, locale),
    },
  ]
  return (
    <Page
      title={t('nav.agreements')}
      scope="rate.read"
      actions={
        may('rate.write') ? (
          <Button variant="primary" onClick={() => setFilters({ agreement: 'new' })}>
            {t('agreement.draft')}
          </Button>
        ) : null
      }
    >
      <p className="muted">{t('agreement.detail')}</p>
      <Panel flush>
        <List
          query={query}
          empty={
            <EmptyState icon={FileSignature} title={t('agreement.none')} detail={t('agreement.noneDetail')} />
          }
        >
          {(items) => (
            <DataTable
              label={t('nav.agreements')}
              columns={columns}
              rows={items}
              rowKey={(a) => a.agreementId}
              selected={(a) => a.agreementId === filters.agreement}
            />
          )}
        </List>
      </Panel>
      {filters.agreement === 'new' ? (
        <DraftSheet
          onClose={() => setFilters({ agreement: undefined })}
          onDone={(agreement) => setFilters({ agreement })}
        />
      ) : filters.agreement ? (
        <AgreementSheet
          agreementId={filters.agreement}
          onClose={() => setFilters({ agreement: undefined })}
        />
      ) : null}
    </Page>
  )
}

function AgreementSheet({ agreementId, onClose }: { agreementId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const query = useQuery(queryOf(getAgreement, { agreementId }))
  return (
    <Sheet open onClose={onClose} side="right" title={t('agreement.one')} className="sheet-wide">
      <Read query={query}>
        {(a) => (
          <div className="stack">
            <h3 className="row-form">
              <PartyName id={a.partyId} /> · {a.year} <AgreementState state={a.state} />
            </h3>
            <Progress year={a} currency={a.currency} />
            <YearTiles year={a} currency={a.currency} />
            {a.state === 'draft' ? <Decide agreement={a} /> : null}
            <AgreementTerms agreement={a} />
            <CreditNotes agreement={a} />
            <Panel title={t('agreement.steps')}>
              <ul className="tier-list">
                {a.steps.map((s) => (
                  <li key={s.state}>
                    <AgreementState state={s.state} /> <DateTime at={s.at} />
                  </li>
                ))}
              </ul>
            </Panel>
          </div>
        )}
      </Read>
    </Sheet>
  )
}

/** A draft waits for somebody other than who made it. */
function Decide({ agreement: a }: { agreement: AgreementDetail }) {
  const { t } = useTranslation()
  const may = useMay()
  const refreshes = [getAgreement, listAgreements]
  const sign = useAct(signAgreement, { inline: true, says: t('agreement.signed'), refreshes })
  const discard = useAct(discardAgreement, { inline: true, says: t('agreement.discarded'), refreshes })
  if (!may('rate.write')) return null
  const { agreementId } = a
  return (
    <Panel title={t('agreement.waits')}>
      <p className="muted">{t('agreement.fourEyes')}</p>
      <div className="row-form">
        <Button variant="primary" loading={sign.busy} onClick={() => void sign.run({ agreementId })}>
          {t('agreement.sign')}
        </Button>
        <Button loading={discard.busy} onClick={() => void discard.run({ agreementId })}>
          {t('agreement.discard')}
        </Button>
      </div>
      <InlineError problem={sign.problem ?? discard.problem} />
    </Panel>
  )
}
