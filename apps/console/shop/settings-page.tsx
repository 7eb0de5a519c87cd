// The shop's freight: free, a flat fee, or free from an amount on, and other fees by province; with what a buyer would pay, in words.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  Field,
  formatMoney,
  formatPlace,
  InlineError,
  KeyValue,
  MoneyInput,
  Panel,
  useLocale,
  useText,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getShop } from '#modules/shop/contract'
import { getFreight, setFreight } from '#modules/trade/contract'
import { useAct } from '../app/act.ts'
import { useShopId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import { FreightRegions, type Region } from './freight-regions.tsx'

type Freight = OutputOf<typeof getFreight>

export function SettingsPage() {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const shopId = useShopId()
  const shop = useQuery(queryOf(getShop, { shopId }))
  const freight = useQuery(queryOf(getFreight, { shopId }))
  return (
    <Page title={t('nav.settings')} scope="order.read">
      <div className="narrow">
        <Panel title={t('settings.shop')}>
          <Read query={shop}>
            {(s) => (
              <>
                <KeyValue
                  facts={[
                    { label: t('start.shopName'), value: text(s.name) },
                    { label: t('start.kind'), value: t(`start.kinds.${s.kind}`) },
                    { label: t('start.city'), value: formatPlace(s.city, locale) },
                    { label: t('settings.state'), value: t(`settings.states.${s.state}`) },
                  ]}
                />
                <p className="muted prose">{text(s.story)}</p>
                <a className="link" href={`/shop/${shopId}`}>
                  {t('settings.asBuyer')}
                </a>
              </>
            )}
          </Read>
        </Panel>
        <Panel title={t('settings.freight')}>
          <Read query={freight}>{(f) => <FreightForm freight={f} shopId={shopId} />}</Read>
        </Panel>
      </div>
    </Page>
  )
}

function FreightForm({ freight, shopId }: { freight: Freight; shopId: string }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const may = useMay()
  const [base, setBase] = useState<string | null>(freight.baseMinor)
  const [freeOver, setFreeOver] = useState<string | null>(freight.freeOverMinor)
  const [regions, setRegions] = useState<Region[]>(freight.regions)
  useEffect(() => {
    setBase(freight.baseMinor)
    setFreeOver(freight.freeOverMinor)
    setRegions(freight.regions)
  }, [freight])
  const act = useAct(setFreight, { inline: true, refreshes: [getFreight], says: t('settings.saved') })
  const changed =
    base !== freight.baseMinor ||
    freeOver !== freight.freeOverMinor ||
    JSON.stringify(regions) !== JSON.stringify(freight.regions)
  const whole = base !== null && regions.every((r) => r.provinces.length > 0)
  const money = (minor: string) => formatMoney(minor, freight.currency, locale)
  const inWords =
    base === null
      ? null
      : base === '0'
        ? t('settings.free')
        : freeOver
          ? t('settings.freeOverWords', { base: money(base), over: money(freeOver) })
          : t('settings.flat', { base: money(base) })
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (whole) await act.run({ shopId, baseMinor: base, freeOverMinor: freeOver, regions })
  }
  const disabled = !may('product.write')
  return (
    <form className="form" onSubmit={(e) => void submit(e)}>
      <div className="both">
        <Field
          label={t('settings.base')}
          hint={t('settings.baseHint')}
          error={act.problem?.fieldError('baseMinor') ?? null}
        >
          <MoneyInput minor={base} onChange={setBase} disabled={disabled} />
        </Field>
        <Field
          label={t('settings.freeOver')}
          hint={t('settings.freeOverHint')}
          error={act.problem?.fieldError('freeOverMinor') ?? null}
        >
          <MoneyInput minor={freeOver} onChange={setFreeOver} disabled={disabled} />
        </Field>
      </div>
      {inWords ? <p className="muted">{inWords}</p> : null}
      <FreightRegions regions={regions} onChange={setRegions} disabled={disabled} />
      <InlineError problem={act.problem} />
      {disabled ? (
        <p className="muted">{t('settings.readOnly')}</p>
      ) : (
        <Button type="submit" variant="primary" loading={act.busy} disabled={!changed || !whole}>
          {t('app.save')}
        </Button>
      )}
    </form>
  )
}
