// Withdrawals of everybody that wait for a second person, and how soon each merchant is settled.
import { useQuery } from '@tanstack/react-query'
import { Banknote } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, EmptyState, Field, InlineError, Input, Panel, Select } from '#app/ui'
import type { RequestOf } from '#kernel/contract'
import { decidePayout, listAccounts, listWaitingPayouts, setMerchantTier } from '#modules/ledger/contract'
import { WaitingPayouts } from '../agreements/waiting-payouts.tsx'
import { useAct } from '../app/act.ts'
import { queryOf } from '../app/api.ts'
import { useList } from '../app/list.ts'
import { Page, Read } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import { PartyOptions } from './party-options.tsx'

type Tier = RequestOf<typeof setMerchantTier>['tier']
const TIERS = ['intro', 'standard', 'extended'] as const satisfies readonly Tier[]

export function PlatformPayoutsPage() {
  const { t } = useTranslation()
  const may = useMay()
  const query = useQuery(queryOf(listWaitingPayouts, {}))
  const act = useAct(decidePayout, {
    inline: true,
    says: t('payout.decided'),
    refreshes: [listWaitingPayouts],
  })
  return (
    <Page title={t('nav.waitingPayouts')} scope="ledger.read">
      <Read query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Panel>
              <EmptyState icon={Banknote} title={t('payout.noneWaits')} detail={t('payout.waitingDetail')} />
            </Panel>
          ) : (
            <WaitingPayouts
              payouts={items}
              busy={act.busy}
              problem={act.problem}
              onDecide={(payoutId, approve) => void act.run({ payoutId, approve })}
            />
          )
        }
      </Read>
      {may('money.decide') ? <SetTier /> : null}
    </Page>
  )
}

function SetTier() {
  const { t } = useTranslation()
  const [shopId, setShopId] = useState('')
  const [tier, setTier] = useState<Tier>('standard')
  const [note, setNote] = useState('')
  const merchants = useList(listAccounts, { limit: '100', partyType: 'merchant' })
  const act = useAct(setMerchantTier, {
    inline: true,
    says: t('care.tierSet'),
    onDone: () => setNote(''),
  })
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    await act.run({ shopId, tier, note })
  }
  return (
    <Panel title={t('care.setTier')}>
      <p className="muted">{t('care.setTierDetail')}</p>
      <form className="row-form" onSubmit={(e) => void submit(e)}>
        <Field label={t('ledger.parties.merchant')} required>
          <Select value={shopId} onChange={(e) => setShopId(e.target.value)}>
            <option value="">{t('app.choose')}</option>
            <PartyOptions ids={[...new Set((merchants.data?.items ?? []).map((a) => a.partyId))]} />
          </Select>
        </Field>
        <Field label={t('care.tier')}>
          <Select value={tier} onChange={(e) => setTier(e.target.value as Tier)}>
            {TIERS.map((x) => (
              <option key={x} value={x}>
                {t(`care.tiers.${x}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('agreement.note')}>
          <Input value={note} maxLength={300} onChange={(e) => setNote(e.target.value)} />
        </Field>
        <Button type="submit" loading={act.busy} disabled={shopId === ''}>
          {t('app.save')}
        </Button>
      </form>
      <InlineError problem={act.problem} />
    </Panel>
  )
}
