// What a bundle consists of: variants of the shop's own, so many of each. Fixed once it is saved: who bought it bought these.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button, Field, IconButton, Input, Select, useText } from '#app/ui'
import { Layers, Trash2 } from 'lucide-react'
import { listStock } from '#modules/shop/contract'
import { queryOf } from '../app/api.ts'

type Part = { skuId: string; qty: number }

export function BundleField({
  shopId,
  parts,
  fixed,
  onChange,
}: {
  shopId: string
  parts: readonly Part[] | null
  fixed: boolean
  onChange: (parts: Part[] | null) => void
}) {
  const { t } = useTranslation()
  const text = useText()
  const stock = useQuery({ ...queryOf(listStock, { shopId, limit: '100' }), enabled: parts !== null })
  if (parts === null)
    return fixed ? null : (
      <Button size="s" icon={Layers} onClick={() => onChange([])}>
        {t('product.makeBundle')}
      </Button>
    )
  const rows = (stock.data?.items ?? []).filter((r) => r.parts === null)
  const nameOf = (skuId: string) => {
    const row = rows.find((r) => r.skuId === skuId)
    return row ? `${text(row.title)} ${text(row.skuName)}` : skuId.slice(-6)
  }
  const without = (skuId: string) => parts.filter((p) => p.skuId !== skuId)
  return (
    <fieldset className="bundle-field" disabled={fixed}>
      <legend>{t('product.bundleOf')}</legend>
      {parts.map((p) => (
        <div key={p.skuId} className="row-form">
          <span className="clip">{nameOf(p.skuId)}</span>
          <Input
            inputMode="numeric"
            aria-label={t('product.partQty', { name: nameOf(p.skuId) })}
            value={String(p.qty)}
            onChange={(e) => {
              const qty = Math.min(50, Math.max(1, Number(e.target.value.replace(/\D/g, '')) || 1))
              onChange(parts.map((x) => (x.skuId === p.skuId ? { ...x, qty } : x)))
            }}
          />
          {fixed ? null : (
            <IconButton
              icon={Trash2}
              size={16}
              label={t('product.removePart', { name: nameOf(p.skuId) })}
              onClick={() => onChange(parts.length === 1 ? null : without(p.skuId))}
            />
          )}
        </div>
      ))}
      {fixed ? null : (
        <Field label={t('product.addPart')}>
          <Select
            value=""
            onChange={(e) =>
              e.target.value && onChange([...without(e.target.value), { skuId: e.target.value, qty: 1 }])
            }
          >
            <option value="">{t('app.choose')}</option>
            {rows.map((r) => (
              <option key={r.skuId} value={r.skuId}>
                {text(r.title)} {text(r.skuName)}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </fieldset>
  )
}
