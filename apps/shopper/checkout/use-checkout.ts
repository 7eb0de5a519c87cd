// From 'I want these' to the pay page. One press of the button signs a guest up, keeps the address and places the order, in
// that order; whatever fails stops there with its words under the right field, and what was done stays done.
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, problemOf } from '#app/client'
import { useLocale } from '#app/ui'
import type { OutputOf, RequestOf } from '#kernel/contract'
import { addAddress, listAddresses } from '#modules/identity/contract'
import { getCart, getQuote, listOrders, listPayMethods, placeOrder } from '#modules/trade/contract'
import { api, queries, queryOf, refresh } from '../app/api.ts'
import { currentLocale } from '../app/i18n.ts'
import { enter, register, useAccount } from '../app/session.tsx'
import { NO_CREDENTIALS, type Credentials } from './account-fields.tsx'
import { EMPTY_ADDRESS, type AddressDraft } from './address-fields.tsx'
import { forgetOrderKey, orderKeyFor } from './order-key.ts'
import { PAY_AT_ONCE, restOf, type PayPlan } from './pay-with.tsx'

export type WantedLines = RequestOf<typeof getQuote>['lines']
export type Address = OutputOf<typeof listAddresses>['items'][number]
/** Where a refusal belongs on the form. */
export type FailedStep = 'account' | 'address' | 'order'

/** A price or stock that moved: the quote on screen is old. */
const REQUOTE = new Set([
  'PRICE_CHANGED',
  'SOLD_OUT',
  'NOT_ON_SHELF',
  'PURCHASE_LIMIT',
  'SALE_ENDED',
  'NOT_STARTED',
  'ROOM_ENDED',
  'COUPON_GONE',
  'COUPON_USED',
])

/** What the quote said is sold in advance, the buyer has read and agreed to with the order. */
const agreed = (lines: WantedLines, quote: OutputOf<typeof getQuote>): WantedLines => {
  const ahead = new Set<string>(
    quote.shops.flatMap((s) => s.lines.flatMap((l) => (l.offer?.kind === 'presale' ? l.skuId : []))),
  )
  return lines.map((l) => (!l.roomId && ahead.has(l.skuId) ? { ...l, presale: true } : l))
}

export type Checkout = ReturnType<typeof useCheckout>

export function useCheckout(lines: WantedLines) {
  const locale = useLocale()
  const account = useAccount()
  const navigate = useNavigate()
  const { t } = useTranslation()
  const [credentials, setCredentials] = useState<Credentials>(NO_CREDENTIALS)
  const [draft, setDraft] = useState<AddressDraft>(EMPTY_ADDRESS)
  const [chosen, setChosen] = useState<string | 'new' | null>(null)
  const [note, setNote] = useState('')
  const [plan, setPlan] = useState<PayPlan>(PAY_AT_ONCE)
  const [failure, setFailure] = useState<{ step: FailedStep; problem: ApiProblem } | null>(null)
  const [busy, setBusy] = useState(false)

  const addresses = useQuery({ ...queryOf(listAddresses, {}), enabled: !account.guest })
  const known = addresses.data?.items ?? []
  const address = chosen === 'new' ? undefined : (known.find((a) => a.id === chosen) ?? known[0])
  const writing = account.guest || chosen === 'new' || (addresses.isSuccess && known.length === 0)
  const quote = useQuery({
    ...queryOf(getQuote, { lines, addressId: address?.id ?? null }),
    enabled: lines.length > 0,
    staleTime: 0,
    placeholderData: (old) => old,
  })

  const rest = plan.split && quote.data && !quote.data.deposit ? restOf(plan, quote.data.totalMinor) : 0n
  /** The price on screen is the price asked for, and it is known where to deliver; empty fields are the form's to point at. */
  const ready =
    quote.data !== undefined &&
    !quote.isPlaceholderData &&
    (writing || address !== undefined) &&
    rest !== null

  /** Runs one step; a refusal is kept with its place on the form. */
  async function step<T>(name: FailedStep, run: () => Promise<T>): Promise<T | null> {
    try {
      return await run()
    } catch (error) {
      setFailure({ step: name, problem: problemOf(error, locale) })
      return null
    }
  }

  async function identify(): Promise<boolean> {
    if (!account.guest) return true
    const { mode, email, password } = credentials
    const done = await step('account', async () => {
      await (mode === 'signUp' ? register(email, password) : enter(email, password))
      return true
    })
    return done === true
  }

  async function addressId(): Promise<string | null> {
    if (!writing && address) return address.id
    const added = await step('address', () =>
      api.call(addAddress, { ...draft, isDefault: known.length === 0 }),
    )
    if (!added) return null
    setChosen(added.id)
    setDraft(EMPTY_ADDRESS)
    await refresh(listAddresses)
    return added.id
  }

  /** As the buyer divided it; nothing to say about the usual method. */
  async function paidBy(): Promise<Pick<RequestOf<typeof placeOrder>, 'method' | 'methods'>> {
    const { method, split } = plan
    if (!split || !rest) return method ? { method } : {}
    const [usual] = (await queries.ensureQueryData(queryOf(listPayMethods, {}))).items
    return {
      methods: [
        { method: method ?? usual!.method, amountMinor: split.firstMinor! },
        { method: split.method ?? usual!.method, amountMinor: rest.toString() },
      ],
    }
  }

  async function order(deliverTo: string): Promise<OutputOf<typeof placeOrder> | null> {
    const expectedTotalMinor = quote.data!.totalMinor
    const how = await paidBy()
    const intent = { lines, deliverTo, expectedTotalMinor, note, ...how }
    const idempotencyKey = orderKeyFor(intent, sessionStorage, () => crypto.randomUUID())
    return step('order', async () => {
      try {
        const input = {
          lines: agreed(lines, quote.data!),
          addressId: deliverTo,
          expectedTotalMinor,
          claimIds: quote.data!.coupons.flatMap((c) => c.claimId ?? []),
          locale: currentLocale(),
          ...(note.trim() ? { note } : {}),
          ...how,
        }
        return await api.call(placeOrder, input, { idempotencyKey })
      } catch (error) {
        if (error instanceof ApiProblem && REQUOTE.has(error.code)) await quote.refetch()
        throw error
      }
    })
  }

  async function submit(): Promise<void> {
    setBusy(true)
    setFailure(null)
    const returning = account.guest && credentials.mode === 'logIn'
    if (!(await identify())) return setBusy(false)
    // Who logs in meets her own addresses first and confirms with the next press.
    if (returning) return setBusy(false)
    const deliverTo = await addressId()
    const placed = deliverTo ? await order(deliverTo) : null
    if (!placed) return setBusy(false)
    forgetOrderKey(sessionStorage)
    void refresh(getCart, listOrders)
    if (placed.payUrl) location.assign(placed.payUrl)
    else await navigate({ to: '/pay/$checkoutId', params: { checkoutId: placed.checkoutId } })
  }

  return {
    account,
    credentials,
    setCredentials,
    draft,
    setDraft,
    known,
    address,
    chosen,
    setChosen,
    writing,
    addresses,
    quote,
    note,
    setNote,
    plan,
    setPlan,
    failure,
    busy,
    ready,
    submit,
    buttonText: account.guest
      ? t(credentials.mode === 'signUp' ? 'checkout.signUpAndPay' : 'checkout.logInFirst')
      : t('checkout.submit'),
    problemAt: (step: FailedStep) => (failure?.step === step ? failure.problem : null),
  }
}

/** Fetched while the product sheet is read, so that the next tap finds it. */
export const prefetchAddresses = (): void => void queries.prefetchQuery(queryOf(listAddresses, {}))
