// What changed a variant's stock: who, why, by how many; and that the sum of it, less what was sold, is what is there.
import { useTranslation } from 'react-i18next'
import { DateTime, EmptyState, KeyValue, Sheet, useText } from '#app/ui'
import { History } from 'lucide-react'
import { listMovements } from '#modules/shop/contract'
import { useList } from '../app/list.ts'
import { List } from '../app/page.tsx'
import type { StockRow } from './stock-shapes.ts'

export function MovementsSheet({
  shopId,
  row,
  onClose,
}: {
  shopId: string
  row: StockRow
  onClose: () => void
}) {
  const { t } = useTranslation()
  const text = useText()
  const query = useList(listMovements, { shopId, skuId: row.skuId, limit: '30' })
  return (
    <Sheet open onClose={onClose} side="right" title={t('inventory.history')}>
      <p className="muted">
        {text(row.title)} {text(row.skuName)}
      </p>
      <List query={query} empty={<EmptyState icon={History} title={t('inventory.noHistory')} />}>
        {(items, { totals }) => (
          <div className="stack">
            <KeyValue
              facts={[
                { label: t('inventory.movements'), value: totals.movements },
                { label: t('inventory.sold'), value: `−${totals.sold}` },
                { label: t('inventory.there'), value: totals.there },
              ]}
            />
            <ol className="movements">
              {items.map((m) => (
                <li key={m.movementId}>
                  <b className={`num ${m.delta < 0 ? 'bad' : 'good'}`}>
                    {m.delta > 0 ? `+${m.delta}` : m.delta}
                  </b>
                  <span>
                    {t(`inventory.reason.${m.reason}`)}
                    {m.warehouse ? ` · ${m.warehouse}` : ''}
                    {m.note ? <small className="muted"> {m.note}</small> : null}
                  </span>
                  <small className="muted">
                    {m.by ? <code>{m.by.slice(-6)}</code> : t('inventory.byPlatform')} ·{' '}
                    <DateTime at={m.at} />
                  </small>
                </li>
              ))}
            </ol>
          </div>
        )}
      </List>
    </Sheet>
  )
}
