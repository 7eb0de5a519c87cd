// Every address of the app. The feed comes with the first load; the rest is fetched when it is first gone to.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { buttonClass, EmptyState, ErrorState } from '#app/ui'
import { problemOf } from '#app/client'
import type { TrafficSource } from '#kernel/room-frames'
import { currentLocale } from './app/i18n.ts'
import { Page } from './app/page.tsx'
import { readSheetSearch } from './app/sheets.ts'
import { isFeedPath, Shell } from './app/shell.tsx'
import { AppSkeleton } from './app/skeleton.tsx'
import { FeedPage } from './feed/feed-page.tsx'
import { isOrderState } from './orders/is-order-state.ts'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => (
    <ErrorState problem={problemOf(error, currentLocale())} onRetry={reset} />
  ),
  validateSearch: readSheetSearch,
})

const text = (value: unknown, max = 2_000) =>
  typeof value === 'string' && value.length <= max ? value : undefined
const readNext = (raw: Record<string, unknown>): { next?: string } => {
  const next = text(raw.next)
  return next ? { next } : {}
}
/** How somebody came to a room, and by which content; anything else in the address is nowhere. */
const SOURCES: readonly string[] = [
  'feed',
  'video',
  'following',
  'author',
  'shop',
  'share',
  'calendar',
  'other',
] satisfies TrafficSource[]
const readFrom = (raw: Record<string, unknown>): { from?: TrafficSource; by?: string } => {
  const by = text(raw.by, 40)
  return {
    ...(SOURCES.includes(String(raw.from)) ? { from: raw.from as TrafficSource } : {}),
    ...(by ? { by } : {}),
  }
}

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: () => <FeedPage surface="recommend" /> }),
  createRoute({
    getParentRoute: () => root,
    path: '/following',
    component: () => <FeedPage surface="following" />,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/c/$contentId',
    component: lazyRouteComponent(() => import('./feed/content-page.tsx'), 'ContentPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/author/$authorId',
    component: lazyRouteComponent(() => import('./author/author-page.tsx'), 'AuthorPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/shop/$shopId',
    component: lazyRouteComponent(() => import('./author/shop-page.tsx'), 'ShopPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/live',
    component: lazyRouteComponent(() => import('./live/live-page.tsx'), 'LivePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/live/$roomId',
    validateSearch: readFrom,
    component: lazyRouteComponent(() => import('./live/room-page.tsx'), 'RoomPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/live/$roomId/replay',
    validateSearch: (raw: Record<string, unknown>): { at?: number } =>
      typeof raw.at === 'number' && raw.at > 0 ? { at: raw.at } : {},
    component: lazyRouteComponent(() => import('./live/replay/replay-page.tsx'), 'ReplayPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/cart',
    component: lazyRouteComponent(() => import('./checkout/cart-page.tsx'), 'CartPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/checkout',
    validateSearch: (raw: Record<string, unknown>): { skus?: string } => {
      const skus = text(raw.skus)
      return skus ? { skus } : {}
    },
    component: lazyRouteComponent(() => import('./checkout/checkout-page.tsx'), 'CheckoutPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/pay/$checkoutId',
    component: lazyRouteComponent(() => import('./checkout/pay-page.tsx'), 'PayPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/orders',
    validateSearch: (raw: Record<string, unknown>) => (isOrderState(raw.state) ? { state: raw.state } : {}),
    component: lazyRouteComponent(() => import('./orders/orders-page.tsx'), 'OrdersPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/orders/$orderId',
    component: lazyRouteComponent(() => import('./orders/order-page.tsx'), 'OrderPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/orders/$orderId/packages',
    component: lazyRouteComponent(() => import('./orders/packages-page.tsx'), 'PackagesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/orders/$orderId/after-sale',
    component: lazyRouteComponent(() => import('./after-sale/apply-page.tsx'), 'ApplyPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/after-sales',
    component: lazyRouteComponent(() => import('./after-sale/cases-page.tsx'), 'CasesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/after-sales/$afterSaleId',
    component: lazyRouteComponent(() => import('./after-sale/case-page.tsx'), 'CasePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/me',
    component: lazyRouteComponent(() => import('./me/me-page.tsx'), 'MePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/me/interests',
    component: lazyRouteComponent(() => import('./me/interests-page.tsx'), 'InterestsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/me/addresses',
    component: lazyRouteComponent(() => import('./me/addresses-page.tsx'), 'AddressesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/me/coupons',
    component: lazyRouteComponent(() => import('./coupons/coupons-page.tsx'), 'CouponsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/login',
    validateSearch: readNext,
    component: lazyRouteComponent(() => import('./me/enter-page.tsx'), 'LogInPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/signup',
    validateSearch: readNext,
    component: lazyRouteComponent(() => import('./me/enter-page.tsx'), 'SignUpPage'),
  }),
] as const

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPendingComponent: AppSkeleton,
  defaultPendingMs: 80,
  defaultPreload: 'intent',
  // The feed keeps its own place; a list of orders is found again where it was left.
  scrollRestoration: ({ location }) => !isFeedPath(location.pathname),
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function NotFound() {
  const { t } = useTranslation()
  return (
    <Page title={t('app.notFound')}>
      <EmptyState
        icon={Compass}
        title={t('app.notFound')}
        detail={t('app.notFoundDetail')}
        action={
          <Link to="/" className={buttonClass({ variant: 'primary' })}>
            {t('cart.toFeed')}
          </Link>
        }
      />
    </Page>
  )
}
