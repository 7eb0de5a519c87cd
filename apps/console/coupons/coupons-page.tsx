// Coupons of a shop, a creator or the platform: what was given, how far it got, and giving another. One page, three funders: what
// they are good for differs, everything else is the same.
import { TicketPercent } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Descriptor } from '#app/client'
import {
  Button,
  type Column,
  DataTable,
  DateTime,
  EmptyState,
  Field,
  formatMoney,
  formatWhole,
  InlineError,
  Input,
  MoneyInput,
  Panel,
  Select,
  Tag,
  type Tone,
  useLocale,
  useText,
} from '#app/ui'
import type { Funder } from '#kernel/funder'
import type { OutputOf } from '#kernel/contract'
import * as c from '#modules/promotions/contract'
import { useCreatorId, useShopId } from '../app/address.ts'
import { useAct } from '../app/act.ts'
import { useList } from '../app/list.ts'
import { useCategories, useCategoryName } from '../app/names.tsx'
import { List, Page } from '../app/page.tsx'
import { useSession } from '../app/session.tsx'

type Coupon = OutputOf<typeof c.listShopCoupons>['items'][number]

export function ShopCouponsPage() {
  const shopId = useShopId()
  return (
    <CouponsPage
      funder="shop"
      at={{ shopId }}
      create={c.createShopCoupon}
      list={c.listShopCoupons}
      close={c.closeShopCoupon}
    />
  )
}

export function CreatorCouponsPage() {
  const creatorId = useCreatorId()
  return (
    <CouponsPage
      funder="creator"
      at={{ creatorId }}
      create={c.createCreatorCoupon}
      list={c.listCreatorCoupons}
      close={c.closeCreatorCoupon}
    />
  )
}

export const PlatformCouponsPage = () => (
  <CouponsPage
    funder="platform"
    at={{}}
    create={c.createPlatformCoupon}
    list={c.listPlatformCoupons}
    close={c.closePlatformCoupon}
  />
)

type Desk = {
  funder: Funder
  /** Whose desk it is, as the endpoints want it. */
  at: { shopId?: string; creatorId?: string }
  create: Descriptor
  list: typeof c.listShopCoupons | typeof c.listCreatorCoupons | typeof c.listPlatformCoupons
  close: Descriptor
}

const TONES: Record<Coupon['state'], Tone> = {
  open: 'jade',
  scheduled: 'amber',
  gone: 'neutral',
  closed: 'neutral',
  ended: 'neutral',
}

function CouponsPage(desk: Desk) {
  const { t } = useTranslation()
  const locale = useLocale()
  const categoryName = useCategoryName()
  const query = useList(desk.list as typeof c.listShopCoupons, desk.at as { shopId: `shp_${string}` })
  const close = useAct(desk.close as typeof c.closeShopCoupon, {
    refreshes: [desk.list],
    says: t('coupons.closed'),
  })
  const money = (k: Coupon, minor: string) => formatMoney(minor, k.currency, locale).replace(/\.00$/, '')
  const columns: Column<Coupon>[] = [
    {
      key: 'what',
      head: t('coupons.what'),
      rowHeader: true,
      cell: (k) => (
        <>
          <b>{t('coupons.rule', { off: money(k, k.offMinor), over: money(k, k.overMinor) })}</b>
          {k.categoryId || k.productIds ? (
            <small className="muted">
              {' '}
              ·{' '}
              {k.categoryId ? categoryName(k.categoryId) : t('coupons.products', { n: k.productIds!.length })}
            </small>
          ) : null}
        </>
      ),
    },
    {
      key: 'state',
      head: t('orders.stateHead'),
      cell: (k) => <Tag tone={TONES[k.state]}>{t(`coupons.states.${k.state}`)}</Tag>,
    },
    {
      key: 'claimed',
      head: t('coupons.claimed'),
      numeric: true,
      cell: (k) => `${formatWhole(k.claimed, locale)} / ${formatWhole(k.units, locale)}`,
    },
    { key: 'used', head: t('coupons.used'), numeric: true, cell: (k) => formatWhole(k.used, locale) },
    {
      key: 'from',
      head: t('coupons.from'),
      numeric: true,
      wide: true,
      cell: (k) => <DateTime at={k.startsAt} />,
    },
    { key: 'until', head: t('coupons.until'), numeric: true, cell: (k) => <DateTime at={k.endsAt} /> },
    {
      key: 'act',
      head: t('app.actions'),
      action: true,
      cell: (k) =>
        k.state === 'open' || k.state === 'scheduled' ? (
          <Button
            size="s"
            loading={close.busy}
            onClick={() => void close.run({ ...desk.at, couponId: k.couponId } as never)}
          >
            {t('coupons.close')}
          </Button>
        ) : null,
    },
  ]
  return (
    <Page title={t('nav.coupons')} scope="coupon.write">
      <p className="muted">{t(`coupons.detail.${desk.funder}`)}</p>
      <NewCoupon {...desk} />
      <Panel flush title={t('coupons.given')}>
        <List
          query={query}
          empty={
            <EmptyState icon={TicketPercent} title={t('coupons.none')} detail={t('coupons.noneDetail')} />
          }
        >
          {(items) => (
            <DataTable label={t('coupons.given')} columns={columns} rows={items} rowKey={(k) => k.couponId} />
          )}
        </List>
      </Panel>
    </Page>
  )
}

const DAYS = [1, 3, 7, 14, 30] as const

function NewCoupon({ funder, at, create, list }: Desk) {
  const { t } = useTranslation()
  const text = useText()
  const { now } = useSession()
  const categories = useCategories()
  const [offMinor, setOff] = useState<string | null>(null)
  const [overMinor, setOver] = useState<string | null>(null)
  const [units, setUnits] = useState('100')
  const [perPerson, setPerPerson] = useState('1')
  const [days, setDays] = useState<number>(7)
  const [from, setFrom] = useState('')
  const [categoryId, setCategoryId] = useState('')
  const act = useAct(create as typeof c.createPlatformCoupon, {
    inline: true,
    refreshes: [list],
    says: t('coupons.made'),
    onDone: () => (setOff(null), setOver(null)),
  })
  const startsAt = from ? new Date(from) : new Date(now)
  const asked = offMinor !== null && overMinor !== null && /^\d+$/.test(units)
  const tooMuch = asked && BigInt(offMinor) >= BigInt(overMinor)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!asked || tooMuch) return
    await act.run({
      ...at,
      offMinor,
      overMinor,
      currency: 'CNY',
      units: Number(units),
      perPerson: Number(perPerson),
      startsAt: startsAt.toISOString(),
      endsAt: new Date(startsAt.getTime() + days * 86_400_000).toISOString(),
      ...(funder === 'platform' && categoryId ? { categoryId } : {}),
    })
  }

  return (
    <Panel title={t('coupons.new')}>
      <form className="row-form" onSubmit={(e) => void submit(e)}>
        <Field label={t('coupons.over')} error={act.problem?.fieldError('overMinor') ?? null} required>
          <MoneyInput minor={overMinor} onChange={setOver} />
        </Field>
        <Field
          label={t('coupons.off')}
          error={tooMuch ? t('coupons.tooMuch') : (act.problem?.fieldError('offMinor') ?? null)}
          required
        >
          <MoneyInput minor={offMinor} onChange={setOff} />
        </Field>
        <Field label={t('coupons.units')} error={act.problem?.fieldError('units') ?? null} required>
          <Input inputMode="numeric" value={units} onChange={(e) => setUnits(e.target.value)} />
        </Field>
        <Field label={t('coupons.perPerson')}>
          <Select value={perPerson} onChange={(e) => setPerPerson(e.target.value)}>
            {[1, 2, 3, 5, 10].map((n) => (
              <option key={n}>{n}</option>
            ))}
          </Select>
        </Field>
        {funder === 'platform' ? (
          <Field label={t('products.category')}>
            <Select value={categoryId} onChange={(e) => setCategoryId(e.target.value)}>
              <option value="">{t('app.all')}</option>
              {categories.map((k) => (
                <option key={k.id} value={k.id}>
                  {text(k.name)}
                </option>
              ))}
            </Select>
          </Field>
        ) : null}
        <Field label={t('coupons.from')} hint={t('rates.fromHint')}>
          <Input type="datetime-local" value={from} onChange={(e) => setFrom(e.target.value)} />
        </Field>
        <Field label={t('coupons.lasts')}>
          <Select value={days} onChange={(e) => setDays(Number(e.target.value))}>
            {DAYS.map((n) => (
              <option key={n} value={n}>
                {t('coupons.days', { n })}
              </option>
            ))}
          </Select>
        </Field>
        <Button type="submit" variant="primary" loading={act.busy} disabled={!asked || tooMuch}>
          {t('coupons.give')}
        </Button>
      </form>
      {asked && !tooMuch ? (
        <p className="muted">
          <Worst offMinor={offMinor} units={Number(units)} funder={funder} />
        </p>
      ) : null}
      <InlineError problem={act.problem} />
    </Panel>
  )
}

/** What it costs at most, said before it is given. */
function Worst({ offMinor, units, funder }: { offMinor: string; units: number; funder: Funder }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const amount = formatMoney(BigInt(offMinor) * BigInt(units), 'CNY', locale)
  return t(`coupons.worst.${funder}`, { amount })
}
