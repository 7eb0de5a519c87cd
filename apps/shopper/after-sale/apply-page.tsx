// Asking for something after the sale: what is needed, for which goods, why, and what shows it. Only what can be asked for now is offered.
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  Checkbox,
  EmptyState,
  Field,
  InlineError,
  Input,
  Money,
  Select,
  Stepper,
  Textarea,
  useText,
  useToast,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { applyAfterSale, getAfterSaleOptions } from '#modules/trade/contract'
import { api, queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { NeedsAccount } from '../me/needs-account.tsx'
import { PicturesField } from './pictures-field.tsx'
import { useCaseCall } from './use-call.ts'
import { useCaseWords } from './words.ts'

type Options = OutputOf<typeof getAfterSaleOptions>
type Type = Options['types'][number]
type Line = Options['lines'][number]

export function ApplyPage() {
  const w = useCaseWords()
  return (
    <Page title={w('apply.title')} back>
      <NeedsAccount title={w('apply.title')}>
        <Apply />
      </NeedsAccount>
    </Page>
  )
}

function Apply() {
  const w = useCaseWords()
  const { orderId } = useParams({ from: '/orders/$orderId/after-sale' })
  const query = useQuery({ ...queryOf(getAfterSaleOptions, { orderId }), staleTime: 0 })
  const [chosen, choose] = useState<string | null>(null)
  return (
    <Read query={query}>
      {(options) => {
        const type = options.types.find((x) => x.type === chosen) ?? options.types[0]
        if (!type) return <EmptyState title={w('apply.nothing')} detail={w('apply.nothingDetail')} />
        return (
          <>
            <fieldset className="card case-types">
              <legend>{w('apply.type')}</legend>
              {options.types.map((x) => (
                <label key={x.type} className="case-type" data-chosen={x === type || undefined}>
                  <input type="radio" name="type" checked={x === type} onChange={() => choose(x.type)} />
                  <span>
                    <b>{w(`type.${x.type}`)}</b>
                    <small className="muted">{w(`means.${x.type}`)}</small>
                  </span>
                </label>
              ))}
            </fieldset>
            <Wish key={type.type} options={options} type={type} />
          </>
        )
      }}
    </Read>
  )
}

const leftOf = (type: Type, l: Line): bigint =>
  BigInt(type.type === 'price-protection' ? l.priceDifferenceMinor : l.leftMinor)

function Wish({ options, type }: { options: Options; type: Type }) {
  const { t } = useTranslation()
  const w = useCaseWords()
  const toast = useToast()
  const navigate = useNavigate()
  const lines = options.lines.filter((l) => l.unitsLeft > 0 && leftOf(type, l) > 0n)
  const [units, setUnits] = useState<Record<string, number>>(
    lines[0] ? { [lines[0].lineId]: lines[0].unitsLeft } : {},
  )
  const [amount, setAmount] = useState('')
  const [reasonName, setReason] = useState(type.reasons[0]?.reason)
  const [note, setNote] = useState('')
  const [media, setMedia] = useState<string[]>([])
  const { busy, problem, run } = useCaseCall()
  const reason = type.reasons.find((r) => r.reason === reasonName) ?? type.reasons[0]!
  const asked = lines.filter((l) => (units[l.lineId] ?? 0) > 0)
  const one = asked.length === 1 ? asked[0]! : null
  const most = asked.reduce((sum, l) => sum + mostOf(type, l, units[l.lineId]!), 0n)
  const minor = minorOf(amount)
  const partial = type.type === 'refund-only' || type.type === 'return-and-refund'
  const wrong = amount !== '' && (minor === null || minor === 0n || minor > most)
  async function submit(): Promise<void> {
    const made = await run((idempotencyKey) =>
      api.call(
        applyAfterSale,
        {
          orderId: options.orderId,
          type: type.type,
          reason: reason.reason,
          media,
          ...(note.trim() ? { note } : {}),
          lines: asked.map((l) => ({
            lineId: l.lineId,
            qty: units[l.lineId]!,
            ...(partial && one && minor !== null ? { amountMinor: minor.toString() } : {}),
          })),
        },
        { idempotencyKey },
      ),
    )
    if (!made) return
    toast({ text: w('apply.done'), tone: 'good' })
    void navigate({
      to: '/after-sales/$afterSaleId',
      params: { afterSaleId: made.afterSaleId },
      replace: true,
    })
  }
  return (
    <form
      className="form"
      onSubmit={(e) => {
        e.preventDefault()
        void submit()
      }}
    >
      <fieldset className="card case-lines">
        <legend>{w('apply.which')}</legend>
        {lines.map((l) => (
          <LineChoice
            key={l.lineId}
            line={l}
            qty={units[l.lineId] ?? 0}
            onChange={(qty) => setUnits((all) => ({ ...all, [l.lineId]: qty }))}
          />
        ))}
      </fieldset>
      <Field label={t('refund.reason')} required>
        <Select
          value={reason.reason}
          onChange={(e) => setReason(type.reasons.find((r) => r.reason === e.target.value)?.reason)}
        >
          {type.reasons.map((r) => (
            <option key={r.reason} value={r.reason}>
              {t(`refund.reasons.${r.reason}`)}
            </option>
          ))}
        </Select>
      </Field>
      {type.asks === 'goods' ? null : partial && one ? (
        <Field
          label={w('apply.amount')}
          hint={
            <>
              {w('apply.amountMost')} <Money minor={most} currency={options.currency} />
            </>
          }
        >
          <Input
            inputMode="decimal"
            value={amount}
            placeholder={yuanOf(most)}
            aria-invalid={wrong || undefined}
            onChange={(e) => setAmount(e.target.value)}
          />
        </Field>
      ) : (
        <p>
          {w('apply.amount')} <Money minor={most} currency={options.currency} />
        </p>
      )}
      <Field label={t('refund.note')}>
        <Textarea maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />
      </Field>
      <PicturesField
        label={w('apply.evidence')}
        {...(reason.evidence ? { hint: w('apply.evidenceNeeded') } : {})}
        media={media}
        onChange={setMedia}
      />
      <InlineError problem={problem} />
      <Button
        type="submit"
        block
        size="l"
        variant="primary"
        loading={busy}
        disabled={asked.length === 0 || wrong || (reason.evidence && media.length === 0)}
      >
        {w('apply.submit')}
      </Button>
    </form>
  )
}

/** What so many units may bring back at most, as the server reckons it: whole when all are asked for. */
const mostOf = (type: Type, l: Line, qty: number): bigint =>
  qty >= l.unitsLeft ? leftOf(type, l) : (leftOf(type, l) * BigInt(qty)) / BigInt(l.unitsLeft)

function minorOf(text: string): bigint | null {
  const found = /^\s*(\d{1,9})(?:\.(\d{1,2}))?\s*$/.exec(text)
  return found ? BigInt(found[1]!) * 100n + BigInt((found[2] ?? '').padEnd(2, '0')) : null
}
const yuanOf = (minor: bigint): string => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`

type LineChoiceProps = { line: Line; qty: number; onChange: (qty: number) => void }

function LineChoice({ line, qty, onChange }: LineChoiceProps) {
  const w = useCaseWords()
  const text = useText()
  return (
    <div className="case-line">
      <Checkbox
        label={<span className="visually-hidden">{text(line.title)}</span>}
        checked={qty > 0}
        onChange={(e) => onChange(e.target.checked ? line.unitsLeft : 0)}
      />
      <img src={line.imageUrl} alt="" width={56} height={56} loading="lazy" />
      <span className="goods-text">
        <span className="goods-title">{text(line.title)}</span>
        <small className="muted">
          {text(line.skuName)} · {w('apply.left', { n: line.unitsLeft })}
        </small>
      </span>
      {line.unitsLeft > 1 && qty > 0 ? (
        <Stepper value={qty} min={1} max={line.unitsLeft} onChange={onChange} />
      ) : null}
    </div>
  )
}
