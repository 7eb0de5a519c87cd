// 选品广场: what shops offer to creators, with the rate and what one sale would bring; picked in one click.
import { Check, Plus, Tags } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  EmptyState,
  formatBps,
  Money,
  Panel,
  Price,
  Segmented,
  Select,
  Tag,
  useLocale,
  useText,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { browseSquare, listShowcase, pickProduct, unpickProduct } from '#modules/alliance/contract'
import { useAct } from '../app/act.ts'
import { useCreatorId, useFilters } from '../app/address.ts'
import { useList } from '../app/list.ts'
import { useCategories } from '../app/names.tsx'
import { List, Page } from '../app/page.tsx'
import { SearchBox } from '../app/search-box.tsx'

type Item = OutputOf<typeof browseSquare>['items'][number]
const AFTER = [browseSquare, listShowcase] as const

export function SquarePage() {
  const { t } = useTranslation()
  const text = useText()
  const creatorId = useCreatorId()
  const [filters, setFilters] = useFilters()
  const categories = useCategories()
  const sort = filters.sort === 'new' ? 'new' : 'rate'
  const query = useList(browseSquare, {
    creatorId,
    sort,
    limit: '24',
    ...(filters.category ? { categoryId: filters.category } : {}),
    ...(filters.q ? { q: filters.q } : {}),
  })
  return (
    <Page title={t('nav.square')} scope="showcase.write">
      <p className="muted">{t('square.detail')}</p>
      <div className="toolbar">
        <SearchBox
          value={filters.q ?? ''}
          label={t('square.search')}
          onSearch={(q) => setFilters({ q: q || undefined })}
        />
        <Select
          className="control-s"
          aria-label={t('products.category')}
          value={filters.category ?? ''}
          onChange={(e) => setFilters({ category: e.target.value || undefined })}
        >
          <option value="">{t('square.allCategories')}</option>
          {categories.map((c) => (
            <option key={c.id} value={c.id}>
              {text(c.name)}
            </option>
          ))}
        </Select>
        <Segmented
          label={t('square.sort')}
          value={sort}
          onChange={(next) => setFilters({ sort: next })}
          options={(['rate', 'new'] as const).map((v) => ({ value: v, label: t(`square.sorts.${v}`) }))}
        />
      </div>
      <List
        query={query}
        empty={
          <Panel>
            <EmptyState icon={Tags} title={t('square.none')} detail={t('square.noneDetail')} />
          </Panel>
        }
      >
        {(items) => (
          <ul className="goods-grid">
            {items.map((i) => (
              <SquareCard key={i.card.productId} item={i} creatorId={creatorId} />
            ))}
          </ul>
        )}
      </List>
    </Page>
  )
}

function SquareCard({
  item: { card, rateBps, estimatedCommissionMinor, picked },
  creatorId,
}: {
  item: Item
  creatorId: string
}) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const pick = useAct(pickProduct, { refreshes: AFTER, says: t('square.picked') })
  const unpick = useAct(unpickProduct, { refreshes: AFTER, says: t('square.unpicked') })
  const input = { creatorId, productId: card.productId }
  return (
    <li className="goods-card">
      <img src={card.imageUrl} alt="" width={240} height={240} loading="lazy" />
      <div className="goods-card-body">
        <h2>{text(card.title)}</h2>
        <p className="muted clip">{text(card.shopName)}</p>
        <p className="goods-card-price">
          <Price
            minor={card.minPriceMinor}
            currency={card.currency}
            size="s"
            from={card.maxPriceMinor !== card.minPriceMinor}
          />
          {card.emerging ? <Tag tone="plum">{t('square.emerging')}</Tag> : null}
        </p>
        <p>
          <Tag tone="jade">{formatBps(rateBps, locale)}</Tag>{' '}
          <small>
            {t('square.earn')}{' '}
            <b className="good">
              <Money minor={estimatedCommissionMinor} currency={card.currency} />
            </b>
          </small>
        </p>
        <small className="muted num">{t('square.sold', { n: card.soldCount })}</small>
        {picked ? (
          <Button
            size="s"
            icon={Check}
            loading={unpick.busy}
            onClick={() => void unpick.run(input)}
            aria-label={t('square.unpickOf', { name: text(card.title) })}
          >
            {t('square.isPicked')}
          </Button>
        ) : (
          <Button
            size="s"
            variant="soft"
            icon={Plus}
            loading={pick.busy}
            onClick={() => void pick.run(input)}
            aria-label={t('square.pickOf', { name: text(card.title) })}
          >
            {t('square.pick')}
          </Button>
        )}
      </div>
    </li>
  )
}
