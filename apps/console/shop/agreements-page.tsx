// The shop's own framework agreements: what was agreed, how far the year has come, what was given back.
import { useQuery } from '@tanstack/react-query'
import { FileSignature } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { EmptyState, Panel } from '#app/ui'
import { listShopAgreements } from '#modules/ledger/contract'
import {
  AgreementState,
  AgreementTerms,
  CreditNotes,
  Progress,
  YearTiles,
} from '../agreements/agreement-view.tsx'
import { useShopId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'

export function ShopAgreementsPage() {
  const { t } = useTranslation()
  const query = useQuery(queryOf(listShopAgreements, { shopId: useShopId() }))
  return (
    <Page title={t('nav.agreements')} scope="finance.read">
      <Read query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Panel>
              <EmptyState
                icon={FileSignature}
                title={t('agreement.noneOwn')}
                detail={t('agreement.noneOwnDetail')}
              />
            </Panel>
          ) : (
            <>
              {items.map((a) => (
                <Panel
                  key={a.agreementId}
                  title={t('agreement.ofYear', { year: a.year })}
                  action={<AgreementState state={a.state} />}
                >
                  <div className="stack">
                    <Progress year={a} currency={a.currency} />
                    <YearTiles year={a} currency={a.currency} />
                    <AgreementTerms agreement={a} />
                    <CreditNotes agreement={a} />
                  </div>
                </Panel>
              ))}
            </>
          )
        }
      </Read>
    </Page>
  )
}
