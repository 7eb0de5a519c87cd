// Oneself: orders, addresses, interests, language, look, and the ways in and out.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  BriefcaseBusiness,
  ChevronRight,
  Heart,
  MapPin,
  Package,
  RotateCcw,
  ShoppingCart,
  TicketPercent,
  Truck,
  Wallet,
} from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#app/client'
import {
  applyTheme,
  Avatar,
  Button,
  buttonClass,
  Dialog,
  readTheme,
  Segmented,
  useLocale,
  useText,
  useToast,
  type Theme,
} from '#app/ui'
import { list } from '#modules/interest/contract'
import { queryOf } from '../app/api.ts'
import { Page, Section } from '../app/page.tsx'
import { leave, switchLocale, useSession } from '../app/session.tsx'
import { Personas } from './enter-page.tsx'
import { PersonalisationSwitch } from './interests-page.tsx'

export function MePage() {
  const { t } = useTranslation()
  const session = useSession()
  return (
    <Page title={t('me.title')}>
      <Who />
      <nav className="card orders-nav" aria-label={t('orders.title')}>
        <Link to="/orders" search={{ state: 'awaiting-payment' }}>
          <Wallet size={24} aria-hidden /> {t('orders.filters.awaiting-payment')}
        </Link>
        <Link to="/orders" search={{ state: 'paid' }}>
          <Package size={24} aria-hidden /> {t('orders.filters.paid')}
        </Link>
        <Link to="/orders" search={{ state: 'shipped' }}>
          <Truck size={24} aria-hidden /> {t('orders.filters.shipped')}
        </Link>
        <Link to="/cart">
          <ShoppingCart size={24} aria-hidden /> {t('nav.cart')}
        </Link>
      </nav>
      <Recommendations />
      <nav className="card row-links" aria-label={t('me.more')}>
        <Link to="/me/coupons" className="row-link">
          <TicketPercent size={20} aria-hidden /> <span>{t('coupons.title')}</span>{' '}
          <ChevronRight size={18} aria-hidden />
        </Link>
        <Link to="/after-sales" className="row-link">
          <RotateCcw size={20} aria-hidden /> <span>{t('me.afterSales')}</span>{' '}
          <ChevronRight size={18} aria-hidden />
        </Link>
        <Link to="/me/addresses" className="row-link">
          <MapPin size={20} aria-hidden /> <span>{t('addresses.title')}</span>{' '}
          <ChevronRight size={18} aria-hidden />
        </Link>
        {session.memberships.length > 0 ? <Desk /> : null}
      </nav>
      <Settings />
      {session.demo ? <Personas /> : null}
      {session.account.guest ? null : <LeaveButtons />}
    </Page>
  )
}

function Who() {
  const { t } = useTranslation()
  const { account } = useSession()
  return (
    <section className="card who">
      <Avatar url={account.avatarUrl} name={account.nickname} size={72} />
      <div>
        <h2>{account.guest ? t('me.guest') : account.nickname}</h2>
        <p className="muted">{account.guest ? t('me.guestDetail') : account.email}</p>
      </div>
      {account.guest ? (
        <div className="who-buttons">
          <Link to="/signup" search={{ next: '/me' }} className={buttonClass({ variant: 'primary' })}>
            {t('account.signUp')}
          </Link>
          <Link to="/login" search={{ next: '/me' }} className={buttonClass()}>
            {t('account.logIn')}
          </Link>
        </div>
      ) : null}
    </section>
  )
}

/** A link out of this app: the desk is another one. */
function Desk() {
  const { t } = useTranslation()
  const text = useText()
  const { memberships } = useSession()
  return (
    <a href="/desk/" className="row-link">
      <BriefcaseBusiness size={20} aria-hidden />
      <span>
        {t('me.desk')} <small className="muted">{memberships.map((m) => text(m.name)).join('、')}</small>
      </span>
      <ChevronRight size={18} aria-hidden />
    </a>
  )
}

function Recommendations() {
  const { t } = useTranslation()
  const query = useQuery(queryOf(list, {}))
  return (
    <div className="card row-links">
      {query.data ? <PersonalisationSwitch personalised={query.data.personalised} /> : null}
      <Link to="/me/interests" className="row-link">
        <Heart size={20} aria-hidden />
        <span>{t('interests.title')}</span>
        {query.data ? (
          <small className="muted num">{t('interests.count', { n: query.data.items.length })}</small>
        ) : null}
        <ChevronRight size={18} aria-hidden />
      </Link>
    </div>
  )
}

const THEMES = ['system', 'light', 'dark'] as const satisfies readonly Theme[]

function Settings() {
  const { t } = useTranslation()
  const locale = useLocale()
  const toast = useToast()
  const [theme, setTheme] = useState<Theme>(readTheme)
  return (
    <Section title={t('me.settings')}>
      <div className="card settings">
        <div className="setting">
          <span>{t('me.language')}</span>
          <Segmented
            label={t('me.language')}
            value={locale}
            onChange={(l) =>
              void switchLocale(l).catch((e: unknown) =>
                toast({ text: problemOf(e, locale).title, tone: 'bad' }),
              )
            }
            options={[
              { value: 'zh', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </div>
        <div className="setting">
          <span>{t('me.theme')}</span>
          <Segmented
            label={t('me.theme')}
            value={theme}
            onChange={(next) => {
              applyTheme(next)
              setTheme(next)
            }}
            options={THEMES.map((value) => ({ value, label: t(`me.themes.${value}`) }))}
          />
        </div>
      </div>
    </Section>
  )
}

function LeaveButtons() {
  const { t } = useTranslation()
  const locale = useLocale()
  const toast = useToast()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  async function go(everywhere: boolean): Promise<void> {
    setBusy(true)
    try {
      await leave(everywhere)
      toast(t(everywhere ? 'account.loggedOutEverywhere' : 'account.loggedOut'))
    } catch (error) {
      toast({ text: problemOf(error, locale).title, tone: 'bad' })
    } finally {
      setBusy(false)
      setAsking(false)
    }
  }
  return (
    <div className="stack-buttons">
      <Button block loading={busy} onClick={() => void go(false)}>
        {t('account.logOut')}
      </Button>
      <Button block variant="ghost" onClick={() => setAsking(true)}>
        {t('account.logOutEverywhere')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('account.logOutEverywhere')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button>
            <Button variant="danger" loading={busy} onClick={() => void go(true)}>
              {t('account.logOutEverywhere')}
            </Button>
          </>
        }
      >
        <p>{t('account.everywhereDetail')}</p>
      </Dialog>
    </div>
  )
}
