// Every address of the desk. Each page is fetched when it is first gone to.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  Navigate,
} from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#app/client'
import { buttonClass, EmptyState, ErrorState } from '#app/ui'
import { currentLocale } from './app/i18n.ts'
import { landingOf } from './app/navigation.ts'
import { RowsSkeleton } from './app/page.tsx'
import { searchOf } from './app/search.ts'
import { useSession } from './app/session.tsx'
import { Shell } from './app/shell.tsx'
import { StartPage } from './app/start-page.tsx'

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => (
    <ErrorState problem={problemOf(error, currentLocale())} onRetry={reset} />
  ),
})
const getParentRoute = () => root

const routes = [
  createRoute({ getParentRoute, path: '/', component: FirstPage }),
  createRoute({ getParentRoute, path: '/start', component: StartPage }),

  createRoute({
    getParentRoute,
    path: '/shop/$shopId',
    validateSearch: searchOf('days'),
    component: lazyRouteComponent(() => import('./shop/home-page.tsx'), 'HomePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/products',
    validateSearch: searchOf('status', 'q'),
    component: lazyRouteComponent(() => import('./shop/products-page.tsx'), 'ProductsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/inventory',
    validateSearch: searchOf('only', 'q'),
    component: lazyRouteComponent(() => import('./shop/inventory-page.tsx'), 'InventoryPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/products/new',
    component: lazyRouteComponent(() => import('./shop/product-page.tsx'), 'NewProductPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/products/$productId',
    component: lazyRouteComponent(() => import('./shop/product-page.tsx'), 'ProductPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/orders',
    validateSearch: searchOf('state', 'q'),
    component: lazyRouteComponent(() => import('./shop/orders-page.tsx'), 'OrdersPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/orders/$orderId',
    component: lazyRouteComponent(() => import('./shop/order-page.tsx'), 'OrderPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/ship',
    validateSearch: searchOf('queue', 'way'),
    component: lazyRouteComponent(() => import('./shop/ship/ship-page.tsx'), 'ShipPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/after-sales',
    validateSearch: searchOf('queue', 'case'),
    component: lazyRouteComponent(() => import('./aftersale/after-sales-page.tsx'), 'AfterSalesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/refunds',
    validateSearch: searchOf('state'),
    component: lazyRouteComponent(() => import('./shop/refunds-page.tsx'), 'RefundsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/reviews',
    validateSearch: searchOf('unanswered'),
    component: lazyRouteComponent(() => import('./shop/reviews-page.tsx'), 'ReviewsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/comments',
    validateSearch: searchOf('show'),
    component: lazyRouteComponent(() => import('./shop/hosted-comments-page.tsx'), 'HostedCommentsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/money',
    validateSearch: searchOf('state', 'order'),
    component: lazyRouteComponent(() => import('./shop/money-page.tsx'), 'MoneyPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/payouts',
    component: lazyRouteComponent(() => import('./shop/payouts-page.tsx'), 'PayoutsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/payouts/$payoutId',
    component: lazyRouteComponent(() => import('./shop/payouts-page.tsx'), 'PayoutPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/funnel',
    validateSearch: searchOf('days', 'by'),
    component: lazyRouteComponent(() => import('./shop/funnel-page.tsx'), 'FunnelPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/lines',
    validateSearch: searchOf('days', 'stage', 'contentId', 'creatorId', 'productId'),
    component: lazyRouteComponent(() => import('./shop/lines-page.tsx'), 'LinesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/matrix',
    validateSearch: searchOf('days'),
    component: lazyRouteComponent(() => import('./shop/matrix-page.tsx'), 'MatrixPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/coupons',
    component: lazyRouteComponent(() => import('./coupons/coupons-page.tsx'), 'ShopCouponsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/members',
    component: lazyRouteComponent(() => import('./team/members-page.tsx'), 'ShopMembersPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/developers',
    component: lazyRouteComponent(() => import('./developers/developers-page.tsx'), 'DevelopersPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/settings',
    component: lazyRouteComponent(() => import('./shop/settings-page.tsx'), 'SettingsPage'),
  }),

  createRoute({
    getParentRoute,
    path: '/creator/$creatorId',
    validateSearch: searchOf('days'),
    component: lazyRouteComponent(() => import('./creator/overview-page.tsx'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/rooms/$roomId/replay',
    validateSearch: searchOf('from', 'to'),
    component: lazyRouteComponent(() => import('./live/replay/replay-page.tsx'), 'DeskReplayPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/coupons',
    component: lazyRouteComponent(() => import('./coupons/coupons-page.tsx'), 'CreatorCouponsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/members',
    component: lazyRouteComponent(() => import('./team/members-page.tsx'), 'CreatorMembersPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/square',
    validateSearch: searchOf('q', 'category', 'sort'),
    component: lazyRouteComponent(() => import('./creator/square-page.tsx'), 'SquarePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/showcase',
    component: lazyRouteComponent(() => import('./creator/showcase-page.tsx'), 'ShowcasePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/publish',
    validateSearch: searchOf('product'),
    component: lazyRouteComponent(() => import('./creator/publish-page.tsx'), 'PublishPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/contents',
    validateSearch: searchOf('state'),
    component: lazyRouteComponent(() => import('./creator/contents-page.tsx'), 'ContentsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/contents/$contentId',
    component: lazyRouteComponent(() => import('./creator/publish-page.tsx'), 'EditContentPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/rooms',
    validateSearch: searchOf('state'),
    component: lazyRouteComponent(() => import('./live/rooms-page.tsx'), 'RoomsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/programmes',
    component: lazyRouteComponent(() => import('./live/programmes-page.tsx'), 'ProgrammesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/rooms/$roomId',
    component: lazyRouteComponent(() => import('./live/room-page.tsx'), 'RoomPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/rooms/$roomId/prompter',
    component: lazyRouteComponent(() => import('./live/prompter-page.tsx'), 'PrompterPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/co-host/$code',
    component: lazyRouteComponent(() => import('./live/co-host-page.tsx'), 'CoHostPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/rooms/$roomId/moderate',
    component: lazyRouteComponent(() => import('./live/moderate-page.tsx'), 'ModeratePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/contents/$contentId/watch',
    component: lazyRouteComponent(() => import('./creator/watch-page.tsx'), 'WatchPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/comments',
    validateSearch: searchOf('show', 'q'),
    component: lazyRouteComponent(() => import('./creator/comments-page.tsx'), 'CommentsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/live/$roomId/screen',
    component: lazyRouteComponent(() => import('./live/screen/screen-page.tsx'), 'ScreenPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/live/$roomId/review',
    component: lazyRouteComponent(() => import('./live/screen/review-page.tsx'), 'ReviewPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/creator/$creatorId/earnings',
    component: lazyRouteComponent(() => import('./creator/earnings-page.tsx'), 'EarningsPage'),
  }),

  createRoute({
    getParentRoute,
    path: '/agency/$agencyId',
    component: lazyRouteComponent(() => import('./agency/earnings-page.tsx'), 'AgencyEarningsPage'),
  }),

  createRoute({
    getParentRoute,
    path: '/platform',
    validateSearch: searchOf('days'),
    component: lazyRouteComponent(() => import('./platform/overview-page.tsx'), 'PlatformPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/reviews',
    validateSearch: searchOf('state', 'kind', 'review'),
    component: lazyRouteComponent(() => import('./platform/reviews-page.tsx'), 'ReviewsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/arbitrations',
    validateSearch: searchOf('state', 'case'),
    component: lazyRouteComponent(() => import('./aftersale/arbitration-page.tsx'), 'ArbitrationPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/rooms',
    component: lazyRouteComponent(() => import('./platform/live-rooms-page.tsx'), 'LiveRoomsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/rules',
    component: lazyRouteComponent(() => import('./platform/rules-page.tsx'), 'RulesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/coupons',
    component: lazyRouteComponent(() => import('./coupons/coupons-page.tsx'), 'PlatformCouponsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/payouts',
    component: lazyRouteComponent(() => import('./platform/payouts-page.tsx'), 'PlatformPayoutsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/fund',
    component: lazyRouteComponent(() => import('./platform/fund-page.tsx'), 'FundPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/agreements',
    validateSearch: searchOf('agreement'),
    component: lazyRouteComponent(() => import('./platform/agreements-page.tsx'), 'AgreementsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/shop/$shopId/agreements',
    component: lazyRouteComponent(() => import('./shop/agreements-page.tsx'), 'ShopAgreementsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/rates',
    component: lazyRouteComponent(() => import('./platform/rates-page.tsx'), 'RatesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/reconciliation',
    validateSearch: searchOf('of'),
    component: lazyRouteComponent(() => import('./platform/reconciliation-page.tsx'), 'ReconciliationPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/ledger',
    validateSearch: searchOf('party'),
    component: lazyRouteComponent(() => import('./platform/ledger-page.tsx'), 'LedgerPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/transfers',
    validateSearch: searchOf('account', 'order', 'kind', 'transfer'),
    component: lazyRouteComponent(() => import('./platform/transfers-page.tsx'), 'TransfersPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/signals',
    validateSearch: searchOf('kind', 'account', 'content'),
    component: lazyRouteComponent(() => import('./platform/signals-page.tsx'), 'SignalsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/model',
    component: lazyRouteComponent(() => import('./platform/model-page.tsx'), 'ModelPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/slates/$slateId',
    component: lazyRouteComponent(() => import('./platform/slate-page.tsx'), 'SlatePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/platform/clock',
    component: lazyRouteComponent(() => import('./platform/clock-page.tsx'), 'ClockPage'),
  }),
] as const

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: '/desk',
  defaultPendingComponent: RowsSkeleton,
  defaultPendingMs: 80,
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

/** The first organisation's desk, or the way to open one. */
function FirstPage() {
  const { memberships, demo } = useSession()
  const [first] = memberships
  return first ? <Navigate to={landingOf(first, demo)} replace /> : <StartPage />
}

function NotFound() {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={Compass}
      title={t('app.notFound')}
      detail={t('app.notFoundDetail')}
      action={
        <Link to="/" className={buttonClass({ variant: 'primary' })}>
          {t('app.toHome')}
        </Link>
      }
    />
  )
}
