// How well a shop keeps its shipping promises: counted by the platform, shown when there is enough to count.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Tag } from '#app/ui'
import { getShipRecord } from '#modules/trade/contract'
import { queryOf } from '../app/api.ts'

export function ShipRecord({ shopId }: { shopId: string }) {
  const { t } = useTranslation()
  const record = useQuery(queryOf(getShipRecord, { shopId })).data
  if (!record || (record.onTimeBps === null && record.collectHours === null)) return null
  return (
    <p className="tag-row" title={t('shop.recordDays', { n: record.days })}>
      {record.onTimeBps === null ? null : (
        <Tag tone="jade">{t('shop.onTime', { percent: Math.floor(record.onTimeBps / 10) / 10 })}</Tag>
      )}
      {record.collectHours === null ? null : <Tag>{t('shop.collected', { hours: record.collectHours })}</Tag>}
    </p>
  )
}
