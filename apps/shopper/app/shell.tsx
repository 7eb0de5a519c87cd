// What surrounds every page: the way around at the bottom (at the side on a wide screen), the sheets of the URL, the news.
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { House, Package, ShoppingCart, UserRound, type LucideIcon } from 'lucide-react'
import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge } from '#app/ui'
import { getCart } from '#modules/trade/contract'
import { queryOf } from './api.ts'
import { OfflineBanner } from './online.tsx'
import { useSheets } from './sheets.ts'

const loadProduct = () => import('../product/product-sheet.tsx')
const loadConfirm = () => import('../checkout/confirm-sheet.tsx')
const loadComments = () => import('../feed/comments-sheet.tsx')
const loadWhy = () => import('../feed/why-sheet.tsx')

const loadBag = () => import('../live/bag-list.tsx')
const loadEnter = () => import('../live/enter-sheet.tsx')

const ProductSheet = lazy(() => loadProduct().then((m) => ({ default: m.ProductSheet })))
const ConfirmSheet = lazy(() => loadConfirm().then((m) => ({ default: m.ConfirmSheet })))
const CommentsSheet = lazy(() => loadComments().then((m) => ({ default: m.CommentsSheet })))
const WhySheet = lazy(() => loadWhy().then((m) => ({ default: m.WhySheet })))
const BagSheet = lazy(() => loadBag().then((m) => ({ default: m.BagSheet })))
const EnterSheet = lazy(() => loadEnter().then((m) => ({ default: m.EnterSheet })))

/** Pages with a task of their own have no bar below. */
const FOCUSED = /^\/(checkout|login|signup|pay)/

export const isFeedPath = (pathname: string): boolean =>
  pathname === '/' || pathname === '/following' || pathname.startsWith('/c/')

/** A live room fills the screen; what is around it is as dark as the feed's. */
const isRoomPath = (pathname: string): boolean => pathname.startsWith('/live/')

export function Shell() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const isRoom = isRoomPath(pathname)
  const isFeed = isFeedPath(pathname) || isRoom
  useEffect(() => {
    // After the first item is on screen, so that the next tap waits for nothing.
    const timer = setTimeout(
      () => void Promise.allSettled([loadProduct(), loadConfirm(), loadComments(), loadWhy()]),
      2_000,
    )
    return () => clearTimeout(timer)
  }, [])
  return (
    <div
      className={`shell ${isFeed ? 'shell-feed' : ''} ${isRoom || FOCUSED.test(pathname) ? 'shell-focused' : ''}`}
    >
      <a href="#main" className="skip-link">
        {t('nav.skip')}
      </a>
      <NavBar />
      <main id="main" tabIndex={-1}>
        <OfflineBanner />
        <Outlet />
      </main>
      <Suspense fallback={null}>
        <Sheets />
      </Suspense>
    </div>
  )
}

function NavBar() {
  const { t } = useTranslation()
  const cart = useQuery(queryOf(getCart, {}))
  return (
    <nav className="navbar" aria-label={t('nav.main')}>
      <span className="navbar-logo" aria-hidden>
        <img src="/icon.svg" alt="" width={26} height={26} /> Serendip <small>偶得</small>
      </span>
      <Tab to="/" icon={House} label={t('nav.home')} also="/following" />
      <Tab to="/cart" icon={ShoppingCart} label={t('nav.cart')} count={cart.data?.count ?? 0} />
      <Tab to="/orders" icon={Package} label={t('nav.orders')} />
      <Tab to="/me" icon={UserRound} label={t('nav.me')} />
    </nav>
  )
}

type TabProps = {
  to: '/' | '/cart' | '/orders' | '/me'
  icon: LucideIcon
  label: string
  also?: string
  count?: number
}

function Tab({ to, icon: Icon, label, also, count = 0 }: TabProps) {
  const { pathname } = useLocation()
  const here = pathname === to || pathname === also || (to !== '/' && pathname.startsWith(`${to}/`))
  return (
    <Link to={to} className="navbar-tab" aria-current={here ? 'page' : undefined}>
      <span className="navbar-icon">
        <Icon size={22} aria-hidden />
        <Badge count={count} label={label} />
      </span>
      <span>{label}</span>
    </Link>
  )
}

function Sheets() {
  const { search, close } = useSheets()
  if (search.sheet === 'product' && search.product)
    return <ProductSheet productId={search.product} skuId={search.sku} roomId={search.room} onClose={close} />
  if (search.sheet === 'confirm' && search.product && search.sku) {
    return (
      <ConfirmSheet
        productId={search.product}
        skuId={search.sku}
        qty={search.qty ?? 1}
        roomId={search.room}
        saleId={search.sale}
        onClose={close}
      />
    )
  }
  if (search.sheet === 'comments' && search.content)
    return <CommentsSheet contentId={search.content} onClose={close} />
  if (search.sheet === 'why' && search.slate && search.place !== undefined)
    return <WhySheet slateId={search.slate} position={search.place} onClose={close} />
  if (search.sheet === 'bag' && search.room) return <BagSheet roomId={search.room} onClose={close} />
  if (search.sheet === 'enter') return <EnterSheet onClose={close} />
  return null
}
