// How it is paid: by which method, when there are several, or in two parts one after another.
import { useQuery } from '@tanstack/react-query'
import { Field, formatMoney, MoneyInput, Select, Switch, useLocale, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { listPayMethods, type getQuote } from '#modules/trade/contract'
import { queryOf } from '../app/api.ts'
import { usePayWords } from './words.ts'

export type PayPlan = {
  /** Null: the usual one. */
  method: string | null
  split: { firstMinor: string | null; method: string | null } | null
}
export const PAY_AT_ONCE: PayPlan = { method: null, split: null }

/** What is left for the second part; null while the first is none, or all of it. */
export function restOf(plan: PayPlan, totalMinor: string): bigint | null {
  const first = BigInt(plan.split?.firstMinor ?? 0)
  const rest = BigInt(totalMinor) - first
  return first > 0n && rest > 0n ? rest : null
}

export function PayWith({
  quote,
  plan,
  onChange,
}: {
  quote: OutputOf<typeof getQuote>
  plan: PayPlan
  onChange: (plan: PayPlan) => void
}) {
  const w = usePayWords()
  const locale = useLocale()
  const methods = useQuery(queryOf(listPayMethods, {})).data?.items ?? []
  const { split } = plan
  const rest = restOf(plan, quote.totalMinor)
  return (
    <section className="checkout-block pay-with">
      <h2>{w('how.title')}</h2>
      <Methods
        label={w(split ? 'how.first' : 'how.method')}
        methods={methods}
        value={plan.method}
        onChange={(method) => onChange({ ...plan, method })}
      />
      {quote.deposit ? (
        <p className="muted">{w('deposit.binds')}</p>
      ) : (
        <Switch
          label={w('how.split')}
          checked={split !== null}
          onChange={(e) =>
            onChange({ ...plan, split: e.target.checked ? { firstMinor: null, method: null } : null })
          }
        />
      )}
      {split && !quote.deposit ? (
        <>
          <p className="muted">{w('how.splitDetail')}</p>
          <div className="pay-parts">
            <Field label={w('how.first')}>
              <MoneyInput
                minor={split.firstMinor}
                onChange={(firstMinor) => onChange({ ...plan, split: { ...split, firstMinor } })}
              />
            </Field>
            <p>
              <small className="muted">{w('how.second')}</small>
              <b className="num">
                {rest === null ? '—' : formatMoney(rest.toString(), quote.currency, locale)}
              </b>
            </p>
          </div>
          <Methods
            label={w('how.secondMethod')}
            methods={methods}
            value={split.method}
            onChange={(method) => onChange({ ...plan, split: { ...split, method } })}
          />
        </>
      ) : null}
    </section>
  )
}

/** Nothing to choose from one. */
function Methods({
  label,
  methods,
  value,
  onChange,
}: {
  label: string
  methods: OutputOf<typeof listPayMethods>['items']
  value: string | null
  onChange: (method: string) => void
}) {
  const text = useText()
  if (methods.length < 2) return null
  return (
    <Field label={label}>
      <Select value={value ?? methods[0]!.method} onChange={(e) => onChange(e.target.value)}>
        {methods.map((m) => (
          <option key={m.method} value={m.method}>
            {text(m.label)}
          </option>
        ))}
      </Select>
    </Field>
  )
}
