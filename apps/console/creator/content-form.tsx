// The form of a content: what to show, what to say, what to sell with it, when. What stands beside it (the room, what became of the
// draft, the buttons) is handed in by the page.
import { Link } from '@tanstack/react-router'
import { Store } from 'lucide-react'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import { Field, formatBps, InlineError, Input, Money, Panel, Select, Tag, useLocale, useText } from '#app/ui'
import { listShowcase } from '#modules/alliance/contract'
import { Both } from '../app/both.tsx'
import { useList } from '../app/list.ts'
import { useCategories, useTags } from '../app/names.tsx'
import { List } from '../app/page.tsx'
import { isWhole, localTime, MAX_PRODUCTS, MAX_TAGS, missingOf, tagsOf, type Draft } from './content-draft.ts'
import { MediaField } from './media-field.tsx'

type FormProps = {
  creatorId: string
  draft: Draft
  onChange: (draft: Draft) => void
  problem: ApiProblem | null
  /** What became of the draft. */
  note: ReactNode
  /** Which room it announces. */
  room: ReactNode
  onSubmit: () => void
  actions: ReactNode
}

export function ContentForm({
  creatorId,
  draft,
  onChange,
  problem,
  note,
  room,
  onSubmit,
  actions,
}: FormProps) {
  const { t } = useTranslation()
  const text = useText()
  const categories = useCategories()
  const known = useTags()
  const tagName = (id: string) => {
    const tag = known.find((k) => k.id === id)
    return tag ? text(tag.name) : id
  }
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change })
  const about = (name: string) => problem?.fieldError(name) ?? null
  return (
    <form
      className="columns"
      onSubmit={(e: FormEvent) => {
        e.preventDefault()
        onSubmit()
      }}
    >
      <div className="stack">
        <Panel title={t('publish.what')}>
          <MediaField
            creatorId={creatorId}
            media={draft.media}
            onChange={(media) => set({ media })}
            error={about('media')}
          />
        </Panel>
        <Panel title={t('publish.say')}>
          <Both
            label={t('product.title')}
            name="title"
            value={draft.title}
            onChange={(title) => set({ title })}
            problem={problem}
            max={60}
            required
          />
          <Both
            label={t('publish.caption')}
            name="caption"
            value={draft.caption}
            onChange={(caption) => set({ caption })}
            problem={problem}
            max={500}
            area
          />
          <Field
            label={t('publish.tags')}
            hint={t('publish.tagsHint', { max: MAX_TAGS })}
            error={about('tags')}
          >
            <Input value={draft.tags} onChange={(e) => set({ tags: e.target.value })} />
          </Field>
          {draft.tags.trim() ? (
            <p className="tags">
              {tagsOf(draft.tags).map((tag) => (
                <Tag key={tag} tone="plum">
                  {tagName(tag)}
                </Tag>
              ))}
            </p>
          ) : null}
          <Field label={t('products.category')} error={about('categoryId')}>
            <Select value={draft.categoryId} onChange={(e) => set({ categoryId: e.target.value })}>
              <option value="">{t('publish.noCategory')}</option>
              {categories.map((c) => (
                <option key={c.id} value={c.id}>
                  {text(c.name)}
                </option>
              ))}
            </Select>
          </Field>
        </Panel>
      </div>
      <div className="stack">
        <Goods
          creatorId={creatorId}
          chosen={draft.productIds}
          onChange={(productIds) => set({ productIds })}
          error={about('productIds')}
        />
        <Panel title={t('publish.when')}>
          <Field label={t('publish.at')} hint={t('publish.atHint')} error={about('publishAt')}>
            <Input
              type="datetime-local"
              value={draft.publishAt}
              min={localTime(new Date().toISOString())}
              onChange={(e) => set({ publishAt: e.target.value })}
            />
          </Field>
        </Panel>
        {room}
        <InlineError problem={problem} />
        {isWhole(draft) ? null : (
          <p className="muted">
            {t('publish.missing', {
              what: missingOf(draft)
                .map((m) => t(`publish.lacks.${m}`))
                .join(t('publish.and')),
            })}
          </p>
        )}
        <p className="muted">{t('publish.reviewFirst')}</p>
        {note}
        <div className="buttons">{actions}</div>
      </div>
    </form>
  )
}

type GoodsProps = {
  creatorId: string
  chosen: readonly string[]
  onChange: (ids: string[]) => void
  error: string | null
}

/** From the showcase only: what is not picked cannot be credited. */
function Goods({ creatorId, chosen, onChange, error }: GoodsProps) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const query = useList(listShowcase, { creatorId, limit: '50' })
  return (
    <Panel
      title={t('publish.goods')}
      action={
        <span className="muted num">{t('product.ofMax', { n: chosen.length, max: MAX_PRODUCTS })}</span>
      }
    >
      <List
        query={query}
        empty={
          <p className="muted">
            <Store size={16} aria-hidden className="inline-icon" /> {t('publish.noGoods')}{' '}
            <Link to="/creator/$creatorId/square" params={{ creatorId }} className="link">
              {t('showcase.toSquare')}
            </Link>
          </p>
        }
      >
        {(items) => (
          <ul className="pick-list">
            {items.map(({ card, rateBps, estimatedCommissionMinor }) => {
              const on = chosen.includes(card.productId)
              return (
                <li key={card.productId}>
                  <label className="pick">
                    <input
                      type="checkbox"
                      checked={on}
                      disabled={!on && (chosen.length >= MAX_PRODUCTS || card.availability === 'offShelf')}
                      onChange={() =>
                        onChange(
                          on ? chosen.filter((id) => id !== card.productId) : [...chosen, card.productId],
                        )
                      }
                    />
                    <img src={card.imageUrl} alt="" width={44} height={44} loading="lazy" />
                    <span>
                      <b>{text(card.title)}</b>
                      <small className="muted">
                        <Money minor={card.minPriceMinor} currency={card.currency} />
                        {rateBps === null ? '' : ` · ${formatBps(rateBps, locale)} · ${t('square.earn')} `}
                        {rateBps === null ? null : (
                          <Money minor={estimatedCommissionMinor} currency={card.currency} />
                        )}
                      </small>
                    </span>
                  </label>
                </li>
              )
            })}
          </ul>
        )}
      </List>
      {error ? (
        <p className="field-error" role="alert">
          {error}
        </p>
      ) : null}
    </Panel>
  )
}
