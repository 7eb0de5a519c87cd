// One page's period, kept in its address.
import { useTranslation } from 'react-i18next'
import { Segmented } from '#app/ui'

export const DAYS = ['1', '7', '30'] as const
export type Days = (typeof DAYS)[number]
export const readDays = (value: string | undefined): Days => DAYS.find((d) => d === value) ?? '7'

export function PeriodPicker({ value, onChange }: { value: Days; onChange: (days: Days) => void }) {
  const { t } = useTranslation()
  return (
    <Segmented
      label={t('period.label')}
      value={value}
      onChange={onChange}
      options={DAYS.map((d) => ({ value: d, label: t(`period.d${d}`) }))}
    />
  )
}
