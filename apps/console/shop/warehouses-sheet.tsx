// The shop's warehouses: which provinces each serves first, and in what order they are asked.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, InlineError, Input, Sheet, Tag } from '#app/ui'
import { createWarehouse, listStock, listWarehouses, updateWarehouse } from '#modules/shop/contract'
import { useAct } from '../app/act.ts'
import { Provinces } from './freight-regions.tsx'
import type { Warehouse } from './stock-shapes.ts'

const AFTER = [listWarehouses, listStock] as const

export function WarehousesSheet({
  shopId,
  warehouses,
  onClose,
}: {
  shopId: string
  warehouses: readonly Warehouse[]
  onClose: () => void
}) {
  const { t } = useTranslation()
  return (
    <Sheet open onClose={onClose} side="right" title={t('inventory.warehouses')}>
      <div className="stack">
        <p className="muted">{t('inventory.warehousesDetail')}</p>
        {warehouses.map((w) => (
          <WarehouseForm key={w.warehouseId} shopId={shopId} present={w} />
        ))}
        <WarehouseForm key={`new ${warehouses.length}`} shopId={shopId} present={null} />
      </div>
    </Sheet>
  )
}

function WarehouseForm({ shopId, present }: { shopId: string; present: Warehouse | null }) {
  const { t } = useTranslation()
  const [name, setName] = useState(present?.name ?? '')
  const [provinces, setProvinces] = useState<string[]>(present?.provinces ?? [])
  const [priority, setPriority] = useState(String(present?.priority ?? 100))
  const create = useAct(createWarehouse, {
    says: t('inventory.warehouseMade'),
    refreshes: AFTER,
    inline: true,
  })
  const update = useAct(updateWarehouse, {
    says: t('inventory.warehouseSaved'),
    refreshes: AFTER,
    inline: true,
  })
  const n = /^\d{1,3}$/.test(priority) ? Number(priority) : null
  const fields = { shopId, name, provinces: provinces as never, priority: n ?? 100 }
  const save = (open: boolean) =>
    void (present ? update.run({ ...fields, warehouseId: present.warehouseId, open }) : create.run(fields))
  return (
    <fieldset className="sku-form">
      <legend>
        <b>{present?.name ?? t('inventory.newWarehouse')}</b>{' '}
        {present?.main ? <Tag>{t('inventory.main')}</Tag> : null}
        {present && !present.open ? <Tag tone="amber">{t('inventory.closed')}</Tag> : null}
      </legend>
      <div className="row-form">
        <Field label={t('inventory.warehouseName')}>
          <Input maxLength={30} value={name} onChange={(e) => setName(e.target.value)} />
        </Field>
        <Field label={t('inventory.priority')} hint={t('inventory.priorityHint')}>
          <Input inputMode="numeric" value={priority} onChange={(e) => setPriority(e.target.value)} />
        </Field>
      </div>
      <p className="muted">{t('inventory.serves')}</p>
      <Provinces chosen={provinces} taken={[]} onChange={setProvinces} />
      <div className="row-form">
        <Button
          variant={present ? 'secondary' : 'primary'}
          loading={create.busy || update.busy}
          disabled={!name.trim() || n === null || n < 1}
          onClick={() => save(present?.open ?? true)}
        >
          {t(present ? 'app.save' : 'inventory.addWarehouse')}
        </Button>
        {present && !present.main ? (
          <Button loading={update.busy} onClick={() => save(!present.open)}>
            {t(present.open ? 'inventory.close' : 'inventory.reopen')}
          </Button>
        ) : null}
      </div>
      <InlineError problem={create.problem ?? update.problem} />
    </fieldset>
  )
}
