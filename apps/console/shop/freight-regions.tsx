// Freight that differs by province: rows of provinces with a fee of their own, or without delivery. A province stands in one row.
import { Plus, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, Field, IconButton, MoneyInput, Select, useLocale } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { PROVINCES, type getFreight } from '#modules/trade/contract'

export type Region = OutputOf<typeof getFreight>['regions'][number]
export const NEW_REGION: Region = { provinces: [], delivers: true, baseMinor: '0', freeOverMinor: null }

type RegionsProps = { regions: readonly Region[]; onChange: (next: Region[]) => void; disabled: boolean }

export function FreightRegions({ regions, onChange, disabled }: RegionsProps) {
  const { t } = useTranslation()
  const set = (at: number, change: Partial<Region>) =>
    onChange(regions.map((r, i) => (i === at ? { ...r, ...change } : r)))
  return (
    <>
      {regions.map((region, i) => (
        <fieldset key={i} className="freight-region" disabled={disabled}>
          <legend>{t('settings.regionNo', { n: i + 1 })}</legend>
          <Provinces
            chosen={region.provinces}
            taken={regions.flatMap((r, n) => (n === i ? [] : r.provinces))}
            onChange={(provinces) => set(i, { provinces })}
          />
          <div className="freight-region-fee">
            <Field label={t('settings.regionDelivery')}>
              <Select
                value={region.delivers ? 'yes' : 'no'}
                onChange={(e) => set(i, { delivers: e.target.value === 'yes' })}
              >
                <option value="yes">{t('settings.regionFee')}</option>
                <option value="no">{t('settings.regionNone')}</option>
              </Select>
            </Field>
            {region.delivers ? (
              <>
                <Field label={t('settings.base')}>
                  <MoneyInput
                    minor={region.baseMinor}
                    onChange={(minor) => set(i, { baseMinor: minor ?? '0' })}
                    disabled={disabled}
                  />
                </Field>
                <Field label={t('settings.freeOver')}>
                  <MoneyInput
                    minor={region.freeOverMinor}
                    onChange={(minor) => set(i, { freeOverMinor: minor })}
                    disabled={disabled}
                  />
                </Field>
              </>
            ) : null}
            <IconButton
              icon={Trash2}
              label={t('settings.regionRemove', { n: i + 1 })}
              onClick={() => onChange(regions.filter((_, n) => n !== i))}
            />
          </div>
        </fieldset>
      ))}
      {disabled ? null : (
        <Button icon={Plus} onClick={() => onChange([...regions, NEW_REGION])}>
          {t('settings.regionAdd')}
        </Button>
      )}
    </>
  )
}

export function Provinces({
  chosen,
  taken,
  onChange,
}: {
  chosen: readonly string[]
  taken: readonly string[]
  onChange: (next: string[]) => void
}) {
  const { t } = useTranslation()
  const locale = useLocale()
  return (
    <div className="chips" role="group" aria-label={t('settings.regionProvinces')}>
      {PROVINCES.map((p) => {
        const on = chosen.includes(p.code)
        return (
          <button
            key={p.code}
            type="button"
            aria-pressed={on}
            disabled={taken.includes(p.code)}
            onClick={() => onChange(on ? chosen.filter((c) => c !== p.code) : [...chosen, p.code])}
          >
            {p[locale]}
          </button>
        )
      })}
    </div>
  )
}
