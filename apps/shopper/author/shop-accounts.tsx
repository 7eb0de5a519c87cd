// The accounts that speak for a shop, on its page; and on an account's page the shop it speaks for.
import { Link } from '@tanstack/react-router'
import { Store } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Avatar, formatCount, useLocale, useText } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getAuthorShop, listShopAccounts } from '#modules/alliance/contract'

type Account = OutputOf<typeof listShopAccounts>['items'][number]
type Shop = NonNullable<OutputOf<typeof getAuthorShop>['shop']>

export function ShopAccounts({ items }: { items: readonly Account[] }) {
  const { t } = useTranslation()
  return items.length === 0 ? null : (
    <section className="card shop-accounts" aria-label={t('shop.accounts')}>
      <ul>
        {items.map((a) => (
          <AccountTile key={a.author.creatorId} account={a} />
        ))}
      </ul>
    </section>
  )
}

/** On air: into the room; otherwise to the account's page. */
function AccountTile({ account: { author, kind, followers, roomId } }: { account: Account }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const name = text(author.name)
  const inside = (
    <>
      <span className={roomId ? 'on-air-ring' : ''}>
        <Avatar url={author.avatarUrl} name={name} size={48} />
      </span>
      <b>{name}</b>
      <small className={roomId ? 'is-live' : 'muted'}>
        {roomId
          ? t('shop.accountLive')
          : `${t(`shop.account.${kind}`)} · ${t('shop.followers', { n: formatCount(followers, locale) })}`}
      </small>
    </>
  )
  return (
    <li>
      {roomId ? (
        <Link to="/live/$roomId" params={{ roomId }} search={{ from: 'shop' }}>
          {inside}
        </Link>
      ) : (
        <Link to="/author/$authorId" params={{ authorId: author.creatorId }}>
          {inside}
        </Link>
      )}
    </li>
  )
}

export function SpeaksFor({ shop: { shopId, name, kind } }: { shop: Shop }) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <Link to="/shop/$shopId" params={{ shopId }} className="speaks-for">
      <Store size={16} aria-hidden /> {text(name)} · {t(`shop.account.${kind}`)}
    </Link>
  )
}
