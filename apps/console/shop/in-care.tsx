// What of the shop's money cannot be taken out: held, kept back, deposited, owed. The deposit can be topped up from what is available.
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, formatBps, InlineError, Money, MoneyInput, Panel, Tile, useLocale } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getShopFinance, topUpDeposit } from '#modules/ledger/contract'
import { useAct } from '../app/act.ts'
import { useMay } from '../app/session.tsx'

type Finance = OutputOf<typeof getShopFinance>

export function InCare({ finance: f, shopId }: { finance: Finance; shopId: string }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const money = (minor: string) => <Money minor={minor} currency={f.currency} />
  const owed = BigInt(f.lienMinor) + BigInt(f.debtMinor)
  return (
    <Panel title={t('care.title')} action={<span className="muted">{t(`care.tiers.${f.tier}`)}</span>}>
      <div className="stack">
        <div className="tiles">
          <Tile label={t('care.held')} value={money(f.heldMinor)} note={t('care.heldNote')} />
          <Tile label={t('care.reserve')} value={money(f.reserveMinor)} note={t('care.reserveNote')} />
          <Tile label={t('care.deposit')} value={money(f.depositMinor)} note={t('care.depositNote')} />
          <Tile
            label={t('care.owed')}
            hint={<p>{t('care.owedHint', { cap: formatBps(f.recoveryCapBps, locale) })}</p>}
            value={
              <span className={owed > 0n ? 'bad' : undefined}>
                <Money minor={owed} currency={f.currency} />
              </span>
            }
            note={
              <>
                {t('care.lien')} {money(f.lienMinor)} · {t('care.debt')} {money(f.debtMinor)}
              </>
            }
          />
        </div>
        <TopUp shopId={shopId} />
      </div>
    </Panel>
  )
}

function TopUp({ shopId }: { shopId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const [amountMinor, setAmount] = useState<string | null>(null)
  const act = useAct(topUpDeposit, {
    inline: true,
    says: t('care.toppedUp'),
    refreshes: [getShopFinance],
    onDone: () => setAmount(null),
  })
  if (!may('finance.withdraw')) return null
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (amountMinor !== null) await act.run({ shopId, amountMinor })
  }
  return (
    <form className="row-form" onSubmit={(e) => void submit(e)}>
      <Field label={t('care.topUp')} hint={t('care.topUpHint')}>
        <MoneyInput minor={amountMinor} onChange={setAmount} />
      </Field>
      <Button type="submit" loading={act.busy} disabled={amountMinor === null || amountMinor === '0'}>
        {t('care.topUpDo')}
      </Button>
      <InlineError problem={act.problem} />
    </form>
  )
}
