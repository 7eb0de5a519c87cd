// Beside the item on a wide screen: what there is no room for on the picture, and the keys.
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#app/client'
import { Avatar, Button, DateTime, Price, Tag, useLocale, useText, useToast } from '#app/ui'
import { useTagNames } from '../app/names.ts'
import type { FeedEntry } from './feed-store.ts'
import { useOpenProduct } from './product-strip.tsx'
import { setFollow, useFollowed } from './social.ts'

const KEYS = [
  ['↑ ↓', 'keys.move'],
  ['␣', 'keys.pause'],
  ['L', 'keys.like'],
  ['M', 'keys.sound'],
] as const

export function FeedAside({ entry }: { entry: FeedEntry }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const toast = useToast()
  const tagName = useTagNames()
  const openProduct = useOpenProduct(entry)
  const { content, product } = entry
  const followed = useFollowed(content.author)
  const name = text(content.author.name)
  const tags = content.tags.map(tagName).filter(Boolean)
  return (
    <aside className="feed-aside" aria-label={t('feed.details')}>
      <div className="aside-author">
        <Avatar url={content.author.avatarUrl} name={name} size={48} />
        <div>
          <Link to="/author/$authorId" params={{ authorId: content.author.creatorId }}>
            <b>{name}</b>
          </Link>
          <small className="muted">
            <DateTime at={content.publishedAt} as="ago" />
          </small>
        </div>
        <Button
          size="s"
          variant={followed ? 'secondary' : 'soft'}
          aria-pressed={followed}
          onClick={() =>
            void setFollow(content.author.creatorId, !followed, entry).catch((e: unknown) =>
              toast({ text: problemOf(e, locale).title, tone: 'bad' }),
            )
          }
        >
          {t(followed ? 'feed.following' : 'feed.followShort')}
        </Button>
      </div>
      <h2>{text(content.title)}</h2>
      {text(content.caption) ? <p className="aside-caption">{text(content.caption)}</p> : null}
      {tags.length > 0 ? (
        <p className="aside-tags">
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </p>
      ) : null}
      {product && content.media.kind !== 'live' ? (
        <button type="button" className="aside-product" onClick={() => openProduct(product.productId)}>
          <img src={product.imageUrl} alt="" width={96} height={96} loading="lazy" />
          <span>
            <b>{text(product.title)}</b>
            <small className="muted">{text(product.shopName)}</small>
            <Price
              minor={product.minPriceMinor}
              listMinor={product.listPriceMinor}
              currency={product.currency}
            />
          </span>
        </button>
      ) : null}
      <dl className="aside-keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </aside>
  )
}
