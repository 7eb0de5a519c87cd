// What surrounds every page: the side bar (a drawer on a phone), the organisation, and who is sitting here.
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { Check, ChevronsUpDown, LogOut, Menu, Moon, Sun, SunMoon, UserRoundCog } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  applyTheme,
  Avatar,
  Badge,
  DropMenu,
  IconButton,
  readTheme,
  Sheet,
  useLocale,
  useText,
  type Theme,
} from '#app/ui'
import { listReviews } from '#modules/governance/contract'
import { getTodos } from '#modules/trade/contract'
import icon from '../icon.svg'
import { queryOf } from './api.ts'
import { homeOf, KIND_ICON, landingOf, visibleGroups, type NavItem } from './navigation.ts'
import { OfflineBanner } from './online.tsx'
import { Personas } from './personas.tsx'
import { leave, switchLocale, useMembership, useSession, type Membership } from './session.tsx'
import { TODO_SCOPE } from './todo-scope.ts'

export function Shell() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const { pathname } = useLocation()
  const membership = useMembership()
  const text = useText()
  useEffect(() => setOpen(false), [pathname])
  return (
    <div className="desk">
      <a href="#main" className="skip-link">
        {t('nav.skip')}
      </a>
      <aside className="side">
        <Brand />
        <SideContent />
      </aside>
      <header className="top">
        <IconButton icon={Menu} label={t('nav.open')} onClick={() => setOpen(true)} />
        <span className="top-name">{membership ? text(membership.name) : 'Serendip'}</span>
        <img src={icon} alt="" width={26} height={26} />
      </header>
      <Sheet open={open} onClose={() => setOpen(false)} title="Serendip" side="right" className="side-sheet">
        <SideContent />
      </Sheet>
      <main id="main" tabIndex={-1} className="desk-main">
        <OfflineBanner />
        {membership?.suspended ? <p className="notice notice-amber">{t('app.suspended')}</p> : null}
        <Outlet />
      </main>
    </div>
  )
}

const Brand = () => (
  <span className="brand side-brand">
    <img src={icon} alt="" width={26} height={26} /> Serendip <small>偶得</small>
  </span>
)

function SideContent() {
  const { t } = useTranslation()
  const membership = useMembership()
  const { demo } = useSession()
  const counts = useCounts(membership)
  return (
    <>
      <OrgSwitcher current={membership} />
      <nav className="side-nav" aria-label={t('nav.main')}>
        {membership
          ? visibleGroups(membership.orgKind, membership.scopes, demo).map((g) => (
              <div key={g.word ?? 'first'}>
                {g.word ? <p className="side-group">{t(`nav.group.${g.word}`)}</p> : null}
                <ul>
                  {g.items.map((i) => (
                    <SideItem key={i.to} item={i} base={homeOf(membership)} count={counts(i)} />
                  ))}
                </ul>
              </div>
            ))
          : null}
      </nav>
      <PersonMenu />
    </>
  )
}

function SideItem({ item, base, count }: { item: NavItem; base: string; count: number }) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const address = item.to ? `${base}/${item.to}` : base
  const here = item.to
    ? pathname === address || pathname.startsWith(`${address}/`)
    : pathname.replace(/\/$/, '') === base
  const Icon = item.icon
  return (
    <li>
      <Link
        to={address}
        activeOptions={{ exact: true }}
        className="side-link"
        aria-current={here ? 'page' : undefined}
      >
        <Icon size={17} aria-hidden />
        <span>{t(`nav.${item.word}`)}</span>
        <Badge count={count} label={t('nav.waiting')} />
      </Link>
    </li>
  )
}

/** What waits, beside the entries. Asked only of what the role may read. */
function useCounts(membership: Membership | null): (item: NavItem) => number {
  const isShop = membership?.orgKind === 'shop' && membership.scopes.includes('order.read')
  const reviews = membership?.orgKind === 'platform' && membership.scopes.includes('review.decide')
  const todos = useQuery({
    ...queryOf(getTodos, { shopId: membership?.orgId ?? '' }),
    enabled: isShop,
    refetchInterval: 60_000,
  })
  const queue = useQuery({ ...queryOf(listReviews, { limit: 1 }), enabled: reviews, refetchInterval: 60_000 })
  return ({ counts = [] }) => {
    if (counts.includes('reviews')) return queue.data?.queued ?? 0
    const waiting = todos.data?.todos.filter(
      (d) => counts.includes(d.kind) && membership?.scopes.includes(TODO_SCOPE[d.kind]),
    )
    return waiting?.reduce((sum, d) => sum + d.count, 0) ?? 0
  }
}

function OrgSwitcher({ current }: { current: Membership | null }) {
  const { t } = useTranslation()
  const text = useText()
  const { memberships, demo } = useSession()
  if (!current) return null
  const Icon = KIND_ICON[current.orgKind]
  const face = (
    <>
      <Icon size={18} aria-hidden />
      <span className="org-name">
        <b>{text(current.name)}</b>
        <small>{t(`role.${current.orgKind}.${current.role}` as 'role.shop.owner')}</small>
      </span>
    </>
  )
  if (memberships.length < 2) return <div className="org">{face}</div>
  return (
    <DropMenu>
      <DropdownMenu.Trigger className="org org-button">
        <span className="visually-hidden">{t('menu.switchOrg')}</span>
        {face}
        <ChevronsUpDown size={16} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={4}>
          {memberships.map((m) => (
            <DropdownMenu.Item key={m.orgId} asChild>
              <Link to={landingOf(m, demo)} className="menu-item">
                <span>
                  {text(m.name)} <small className="muted">{t(`kind.${m.orgKind}`)}</small>
                </span>
                {m.orgId === current.orgId ? <Check size={16} aria-label={t('menu.current')} /> : null}
              </Link>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropMenu>
  )
}

const THEMES = [
  { value: 'system', icon: SunMoon },
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
] as const

function PersonMenu() {
  const { t } = useTranslation()
  const { account, demo } = useSession()
  const [personas, setPersonas] = useState(false)
  return (
    <div className="person">
      <DropMenu>
        <DropdownMenu.Trigger className="org-button">
          <span className="visually-hidden">{t('menu.you')}</span>
          <Avatar url={account.avatarUrl} name={account.nickname} size={32} />
          <span className="org-name">
            <b>{account.nickname}</b>
            <small>{account.email}</small>
          </span>
          <ChevronsUpDown size={16} aria-hidden />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="start" side="top" sideOffset={4}>
            <LocaleItems />
            <ThemeItems />
            <DropdownMenu.Separator className="menu-line" />
            {demo ? (
              <DropdownMenu.Item className="menu-item" onSelect={() => setPersonas(true)}>
                <span>{t('demo.title')}</span>
                <UserRoundCog size={16} aria-hidden />
              </DropdownMenu.Item>
            ) : null}
            <DropdownMenu.Item asChild>
              <a href="/" className="menu-item">
                {t('menu.toShopper')}
              </a>
            </DropdownMenu.Item>
            <DropdownMenu.Item className="menu-item" onSelect={() => void leave()}>
              <span>{t('menu.leave')}</span>
              <LogOut size={16} aria-hidden />
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropMenu>
      <Sheet open={personas} onClose={() => setPersonas(false)} title={t('demo.title')} side="right">
        <p className="muted">{t('demo.detail')}</p>
        <Personas />
      </Sheet>
    </div>
  )
}

function LocaleItems() {
  const { t } = useTranslation()
  const locale = useLocale()
  return (
    <DropdownMenu.RadioGroup
      value={locale}
      onValueChange={(next) => void switchLocale(next === 'en' ? 'en' : 'zh')}
      aria-label={t('menu.language')}
    >
      {(['zh', 'en'] as const).map((l) => (
        <DropdownMenu.RadioItem key={l} value={l} className="menu-item" lang={l === 'zh' ? 'zh-CN' : 'en'}>
          <span>{{ zh: '中文', en: 'English' }[l]}</span>
          <DropdownMenu.ItemIndicator>
            <Check size={16} aria-hidden />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  )
}

function ThemeItems() {
  const { t } = useTranslation()
  const [theme, setTheme] = useState<Theme>(readTheme)
  return (
    <>
      <DropdownMenu.Separator className="menu-line" />
      <DropdownMenu.RadioGroup
        value={theme}
        aria-label={t('menu.theme')}
        onValueChange={(next) => {
          setTheme(next as Theme)
          applyTheme(next as Theme)
        }}
      >
        {THEMES.map(({ value, icon: Icon }) => (
          <DropdownMenu.RadioItem key={value} value={value} className="menu-item">
            <span className="menu-face">
              <Icon size={16} aria-hidden /> {t(`menu.themes.${value}`)}
            </span>
            <DropdownMenu.ItemIndicator>
              <Check size={16} aria-hidden />
            </DropdownMenu.ItemIndicator>
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </>
  )
}
