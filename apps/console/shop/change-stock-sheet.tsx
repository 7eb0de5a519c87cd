// A variant's stock, changed with a reason; moved between warehouses; sold in advance; locked for a campaign. Four small forms, each with
// its own button, because each is its own decision.
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MINUTE_MS } from '#kernel/clock'
import { Button, Field, InlineError, Input, MoneyInput, Select, Sheet, useText } from '#app/ui'
import {
  ADJUST_REASONS,
  adjustStock,
  endCampaign,
  endPresale,
  listMovements,
  listStock,
  lockForCampaign,
  setPresale,
  transferStock,
} from '#modules/shop/contract'
import { useAct } from '../app/act.ts'
import type { StockRow, Warehouse } from './stock-shapes.ts'

type FormProps = { shopId: string; row: StockRow; warehouses: readonly Warehouse[] }
const AFTER = [listStock, listMovements] as const

const whole = (text: string): number | null => (/^-?\d{1,7}$/.test(text) ? Number(text) : null)
/** As `datetime-local` writes it, in the reader's own time. */
const localOf = (iso: string | undefined): string => {
  if (!iso) return ''
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16)
}
const isoOf = (local: string): string | null => (local ? new Date(local).toISOString() : null)

export function ChangeStockSheet({ onClose, ...form }: FormProps & { onClose: () => void }) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <Sheet open onClose={onClose} side="right" title={t('inventory.change')}>
      <div className="stack">
        <p className="muted">
          {text(form.row.title)} {text(form.row.skuName)}
        </p>
        <Adjust {...form} />
        {form.warehouses.length > 1 ? <Transfer {...form} /> : null}
        <Presale {...form} />
        <Campaign {...form} />
      </div>
    </Sheet>
  )
}

function Places({
  warehouses,
  value,
  onChange,
  label,
}: {
  warehouses: readonly Warehouse[]
  value: string
  onChange: (id: string) => void
  label: string
}) {
  return (
    <Field label={label}>
      <Select value={value} onChange={(e) => onChange(e.target.value)}>
        {warehouses
          .filter((w) => w.open)
          .map((w) => (
            <option key={w.warehouseId} value={w.warehouseId}>
              {w.name}
            </option>
          ))}
      </Select>
    </Field>
  )
}

function Adjust({ shopId, row, warehouses }: FormProps) {
  const { t } = useTranslation()
  const [delta, setDelta] = useState('')
  const [reason, setReason] = useState<(typeof ADJUST_REASONS)[number]>('received')
  const [note, setNote] = useState('')
  const [place, setPlace] = useState(warehouses[0]?.warehouseId ?? '')
  const act = useAct(adjustStock, {
    says: t('inventory.changed'),
    refreshes: AFTER,
    inline: true,
    onDone: () => (setDelta(''), setNote('')),
  })
  const n = whole(delta)
  return (
    <fieldset className="sku-form">
      <legend>
        <b>{t('inventory.adjust')}</b>
      </legend>
      <div className="row-form">
        <Field label={t('inventory.delta')} hint={t('inventory.deltaHint')}>
          <Input inputMode="numeric" value={delta} onChange={(e) => setDelta(e.target.value)} />
        </Field>
        <Field label={t('inventory.why')}>
          <Select value={reason} onChange={(e) => setReason(e.target.value as typeof reason)}>
            {ADJUST_REASONS.map((r) => (
              <option key={r} value={r}>
                {t(`inventory.reason.${r}`)}
              </option>
            ))}
          </Select>
        </Field>
        {warehouses.length > 0 ? (
          <Places label={t('inventory.where')} warehouses={warehouses} value={place} onChange={setPlace} />
        ) : null}
        <Field label={t('inventory.note')}>
          <Input maxLength={100} value={note} onChange={(e) => setNote(e.target.value)} />
        </Field>
        <Button
          variant="primary"
          loading={act.busy}
          disabled={!n}
          onClick={() =>
            void act.run({
              shopId,
              lines: [
                { skuId: row.skuId, warehouseId: (place || null) as `whs_${string}` | null, delta: n! },
              ],
              reason,
              ...(note.trim() ? { note } : {}),
            })
          }
        >
          {t('app.save')}
        </Button>
      </div>
      <InlineError problem={act.problem} />
    </fieldset>
  )
}

function Transfer({ shopId, row, warehouses }: FormProps) {
  const { t } = useTranslation()
  const [from, setFrom] = useState<string>(warehouses[0]!.warehouseId)
  const [to, setTo] = useState<string>(warehouses[1]!.warehouseId)
  const [units, setUnits] = useState('')
  const act = useAct(transferStock, {
    says: t('inventory.moved'),
    refreshes: AFTER,
    inline: true,
    onDone: () => setUnits(''),
  })
  const n = whole(units)
  const way = { fromWarehouseId: from as `whs_${string}`, toWarehouseId: to as `whs_${string}` }
  return (
    <fieldset className="sku-form">
      <legend>
        <b>{t('inventory.transfer')}</b>
      </legend>
      <div className="row-form">
        <Places label={t('inventory.from')} warehouses={warehouses} value={from} onChange={setFrom} />
        <Places label={t('inventory.to')} warehouses={warehouses} value={to} onChange={setTo} />
        <Field label={t('inventory.units')}>
          <Input inputMode="numeric" value={units} onChange={(e) => setUnits(e.target.value)} />
        </Field>
        <Button
          loading={act.busy}
          disabled={n === null || n < 1 || from === to}
          onClick={() => void act.run({ shopId, skuId: row.skuId, ...way, units: n! })}
        >
          {t('inventory.move')}
        </Button>
      </div>
      <InlineError problem={act.problem} />
    </fieldset>
  )
}

function Presale({ shopId, row }: FormProps) {
  const { t } = useTranslation()
  const [left, setLeft] = useState(row.presale ? String(row.presale.left) : '')
  const [day, setDay] = useState(row.presale?.shipsAt.slice(0, 10) ?? '')
  const [deposit, setDeposit] = useState(row.presale?.deposit?.minor ?? null)
  const [from, setFrom] = useState(localOf(row.presale?.deposit?.balanceFrom))
  const [until, setUntil] = useState(localOf(row.presale?.deposit?.balanceUntil))
  const [balanceFrom, balanceUntil] = [isoOf(from), isoOf(until)]
  const act = useAct(setPresale, { says: t('inventory.presaleSet'), refreshes: AFTER, inline: true })
  const end = useAct(endPresale, { says: t('inventory.presaleEnded'), refreshes: AFTER, inline: true })
  const n = whole(left)
  return (
    <fieldset className="sku-form">
      <legend>
        <b>{t('inventory.presale')}</b>
      </legend>
      <p className="muted">
        {t('inventory.presaleDetail')} {t('inventory.depositDetail')}
      </p>
      <div className="row-form">
        <Field label={t('inventory.presaleUnits')}>
          <Input inputMode="numeric" value={left} onChange={(e) => setLeft(e.target.value)} />
        </Field>
        <Field label={t('inventory.shipsBy')}>
          <Input type="date" value={day} onChange={(e) => setDay(e.target.value)} />
        </Field>
        <Field label={t('inventory.deposit')}>
          <MoneyInput minor={deposit} onChange={setDeposit} />
        </Field>
        {deposit === null ? null : (
          <>
            <Field label={t('inventory.balanceFrom')}>
              <Input type="datetime-local" value={from} onChange={(e) => setFrom(e.target.value)} />
            </Field>
            <Field label={t('inventory.balanceUntil')}>
              <Input type="datetime-local" value={until} onChange={(e) => setUntil(e.target.value)} />
            </Field>
          </>
        )}
        <Button
          loading={act.busy}
          disabled={n === null || n < 0 || !day || (deposit !== null && (!balanceFrom || !balanceUntil))}
          onClick={() =>
            void act.run({
              shopId,
              skuId: row.skuId,
              left: n!,
              shipsAt: `${day}T15:59:59Z`,
              deposit:
                deposit === null
                  ? null
                  : { minor: deposit, balanceFrom: balanceFrom!, balanceUntil: balanceUntil! },
            })
          }
        >
          {t('app.save')}
        </Button>
        {row.presale ? (
          <Button loading={end.busy} onClick={() => void end.run({ shopId, skuId: row.skuId })}>
            {t('inventory.end')}
          </Button>
        ) : null}
      </div>
      <InlineError problem={act.problem ?? end.problem} />
    </fieldset>
  )
}

function Campaign({ shopId, row }: FormProps) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [units, setUnits] = useState('')
  const [price, setPrice] = useState<string | null>(row.priceMinor)
  const [limit, setLimit] = useState('')
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const act = useAct(lockForCampaign, { says: t('inventory.locked'), refreshes: AFTER, inline: true })
  const end = useAct(endCampaign, { says: t('inventory.released'), refreshes: AFTER, inline: true })
  const [startsAt, endsAt, n] = [isoOf(from), isoOf(until), whole(units)]
  if (row.campaign)
    return (
      <fieldset className="sku-form">
        <legend>
          <b>{t('inventory.campaign')}</b>
        </legend>
        <p>
          {row.campaign.name} · {t('inventory.left', { n: row.campaign.left })}
        </p>
        <Button loading={end.busy} onClick={() => void end.run({ shopId, skuId: row.skuId })}>
          {t('inventory.endCampaign')}
        </Button>
        <InlineError problem={end.problem} />
      </fieldset>
    )
  return (
    <fieldset className="sku-form">
      <legend>
        <b>{t('inventory.campaign')}</b>
      </legend>
      <p className="muted">{t('inventory.campaignDetail')}</p>
      <div className="row-form">
        <Field label={t('inventory.campaignName')}>
          <Input maxLength={30} value={name} onChange={(e) => setName(e.target.value)} />
        </Field>
        <Field label={t('inventory.units')}>
          <Input inputMode="numeric" value={units} onChange={(e) => setUnits(e.target.value)} />
        </Field>
        <Field label={t('inventory.campaignPrice')}>
          <MoneyInput minor={price} onChange={setPrice} />
        </Field>
        <Field label={t('inventory.perPerson')}>
          <Input inputMode="numeric" value={limit} onChange={(e) => setLimit(e.target.value)} />
        </Field>
        <Field label={t('inventory.startsAt')}>
          <Input type="datetime-local" value={from} onChange={(e) => setFrom(e.target.value)} />
        </Field>
        <Field label={t('inventory.endsAt')}>
          <Input type="datetime-local" value={until} onChange={(e) => setUntil(e.target.value)} />
        </Field>
        <Button
          loading={act.busy}
          disabled={!name.trim() || n === null || n < 1 || !startsAt || !endsAt}
          onClick={() =>
            void act.run({
              shopId,
              skuId: row.skuId,
              name,
              units: n!,
              priceMinor: price,
              limitPerPerson: whole(limit),
              startsAt: startsAt!,
              endsAt: endsAt!,
            })
          }
        >
          {t('inventory.lock')}
        </Button>
      </div>
      <InlineError problem={act.problem} />
    </fieldset>
  )
}
