// What stands in the side bar: by kind of organisation, less what the role may not see. Each entry names the scope its page
// reads with, so the bar and the page cannot disagree.
import {
  Banknote,
  Boxes,
  BookOpen,
  BrainCircuit,
  CalendarDays,
  ChartNoAxesCombined,
  ClipboardCheck,
  Clock,
  Compass,
  FileSignature,
  FileVideo,
  Gavel,
  House,
  Landmark,
  MessageCircle,
  MessageSquareText,
  Network,
  Package,
  Percent,
  Radar,
  Radio,
  RotateCcw,
  Scale,
  ScrollText,
  Settings,
  ShieldCheck,
  ShoppingBag,
  Store,
  Tags,
  TicketPercent,
  Truck,
  Upload,
  Users,
  WalletCards,
  Webhook,
  type LucideIcon,
} from 'lucide-react'
import type { OrgKind, Scope } from '#kernel/scopes'

export type NavItem = {
  /** Last part of the address, '' for the first page. */
  to: string
  word: NavWord
  icon: LucideIcon
  scope?: Scope
  /** Which to-dos are counted beside it. */
  counts?: readonly string[]
  demo?: boolean
}
export type NavWord =
  | 'home'
  | 'products'
  | 'inventory'
  | 'orders'
  | 'ship'
  | 'refunds'
  | 'arbitrations'
  | 'reviewsOfGoods'
  | 'funnel'
  | 'money'
  | 'payouts'
  | 'members'
  | 'settings'
  | 'developers'
  | 'overview'
  | 'square'
  | 'showcase'
  | 'publish'
  | 'contents'
  | 'rooms'
  | 'programmes'
  | 'matrix'
  | 'liveRooms'
  | 'comments'
  | 'hostedComments'
  | 'earnings'
  | 'reviews'
  | 'rules'
  | 'rates'
  | 'reconciliation'
  | 'agreements'
  | 'waitingPayouts'
  | 'fund'
  | 'ledger'
  | 'transfers'
  | 'signals'
  | 'model'
  | 'clock'
  | 'coupons'
export type NavGroup = {
  word: 'shop' | 'growth' | 'money' | 'team' | 'goods' | 'content' | 'governance' | 'insight' | null
  items: readonly NavItem[]
}

const SHOP: readonly NavGroup[] = [
  { word: null, items: [{ to: '', word: 'home', icon: House, scope: 'order.read' }] },
  {
    word: 'shop',
    items: [
      { to: 'products', word: 'products', icon: ShoppingBag, scope: 'product.read' },
      { to: 'inventory', word: 'inventory', icon: Boxes, scope: 'product.read' },
      { to: 'ship', word: 'ship', icon: Truck, scope: 'order.read', counts: ['to-ship'] },
      { to: 'orders', word: 'orders', icon: Package, scope: 'order.read' },
      {
        to: 'after-sales',
        word: 'refunds',
        icon: RotateCcw,
        scope: 'order.read',
        counts: ['refunds-to-decide'],
      },
      {
        to: 'reviews',
        word: 'reviewsOfGoods',
        icon: MessageSquareText,
        scope: 'order.read',
        counts: ['reviews-to-answer'],
      },
      { to: 'comments', word: 'hostedComments', icon: MessageCircle, scope: 'product.read' },
    ],
  },
  {
    word: 'growth',
    items: [
      { to: 'funnel', word: 'funnel', icon: ChartNoAxesCombined, scope: 'analytics.read' },
      { to: 'matrix', word: 'matrix', icon: Network, scope: 'analytics.read' },
      { to: 'coupons', word: 'coupons', icon: TicketPercent, scope: 'coupon.write' },
    ],
  },
  {
    word: 'money',
    items: [
      { to: 'money', word: 'money', icon: Landmark, scope: 'finance.read' },
      { to: 'payouts', word: 'payouts', icon: Banknote, scope: 'finance.read' },
      { to: 'agreements', word: 'agreements', icon: FileSignature, scope: 'finance.read' },
    ],
  },
  {
    word: 'team',
    items: [
      { to: 'members', word: 'members', icon: Users, scope: 'member.read' },
      {
        to: 'developers',
        word: 'developers',
        icon: Webhook,
        scope: 'integration.write',
        counts: ['webhooks-off'],
      },
      { to: 'settings', word: 'settings', icon: Settings, scope: 'order.read' },
    ],
  },
]

const CREATOR: readonly NavGroup[] = [
  { word: null, items: [{ to: '', word: 'overview', icon: House, scope: 'content.read' }] },
  {
    word: 'goods',
    items: [
      { to: 'square', word: 'square', icon: Tags, scope: 'showcase.write' },
      { to: 'showcase', word: 'showcase', icon: Store, scope: 'showcase.write' },
      { to: 'coupons', word: 'coupons', icon: TicketPercent, scope: 'coupon.write' },
    ],
  },
  {
    word: 'content',
    items: [
      { to: 'publish', word: 'publish', icon: Upload, scope: 'content.write' },
      { to: 'contents', word: 'contents', icon: FileVideo, scope: 'content.read' },
      { to: 'rooms', word: 'rooms', icon: Radio, scope: 'live.read' },
      { to: 'programmes', word: 'programmes', icon: CalendarDays, scope: 'live.read' },
      { to: 'comments', word: 'comments', icon: MessageCircle, scope: 'content.read' },
    ],
  },
  {
    word: 'money',
    items: [{ to: 'earnings', word: 'earnings', icon: WalletCards, scope: 'commission.read' }],
  },
  {
    word: 'team',
    items: [{ to: 'members', word: 'members', icon: Users, scope: 'member.read' }],
  },
]

const AGENCY: readonly NavGroup[] = [
  { word: null, items: [{ to: '', word: 'earnings', icon: WalletCards, scope: 'commission.read' }] },
]

const PLATFORM: readonly NavGroup[] = [
  { word: null, items: [{ to: '', word: 'overview', icon: House }] },
  {
    word: 'governance',
    items: [
      { to: 'reviews', word: 'reviews', icon: ClipboardCheck, scope: 'review.decide', counts: ['reviews'] },
      { to: 'arbitrations', word: 'arbitrations', icon: Gavel, scope: 'review.decide' },
      { to: 'rooms', word: 'liveRooms', icon: Radio, scope: 'review.decide' },
      { to: 'rules', word: 'rules', icon: BookOpen },
    ],
  },
  {
    word: 'money',
    items: [
      { to: 'rates', word: 'rates', icon: Percent, scope: 'rate.read' },
      { to: 'agreements', word: 'agreements', icon: FileSignature, scope: 'rate.read' },
      { to: 'payouts', word: 'waitingPayouts', icon: Banknote, scope: 'ledger.read' },
      { to: 'fund', word: 'fund', icon: ShieldCheck, scope: 'ledger.read' },
      { to: 'coupons', word: 'coupons', icon: TicketPercent, scope: 'coupon.write' },
      { to: 'ledger', word: 'ledger', icon: Landmark, scope: 'ledger.read' },
      { to: 'transfers', word: 'transfers', icon: ScrollText, scope: 'ledger.read' },
      { to: 'reconciliation', word: 'reconciliation', icon: Scale, scope: 'ledger.read' },
    ],
  },
  {
    word: 'insight',
    items: [
      { to: 'signals', word: 'signals', icon: Radar, scope: 'signal.read' },
      { to: 'model', word: 'model', icon: BrainCircuit, scope: 'signal.read' },
      { to: 'clock', word: 'clock', icon: Clock, scope: 'clock.write', demo: true },
    ],
  },
]

export const NAVIGATION: Record<OrgKind, readonly NavGroup[]> = {
  shop: SHOP,
  creator: CREATOR,
  agency: AGENCY,
  provider: [],
  platform: PLATFORM,
}
export const KIND_ICON: Record<OrgKind, LucideIcon> = {
  shop: Store,
  creator: FileVideo,
  agency: Users,
  provider: Users,
  platform: Compass,
}

/** Where an organisation's desk begins. */
export function homeOf(org: { orgKind: OrgKind; orgId: string }): string {
  return org.orgKind === 'platform' ? '/platform' : `/${org.orgKind}/${org.orgId}`
}

export const visibleGroups = (kind: OrgKind, scopes: readonly Scope[], demo: boolean): NavGroup[] =>
  NAVIGATION[kind]
    .map((g) => ({
      ...g,
      items: g.items.filter((i) => (i.scope === undefined || scopes.includes(i.scope)) && (!i.demo || demo)),
    }))
    .filter((g) => g.items.length > 0)

/** The first page of it that the role may see: a moderator's is the list of rooms. */
export function landingOf(
  org: { orgKind: OrgKind; orgId: string; scopes: readonly Scope[] },
  demo: boolean,
): string {
  const to = visibleGroups(org.orgKind, org.scopes, demo)[0]?.items[0]?.to
  return to ? `${homeOf(org)}/${to}` : homeOf(org)
}
