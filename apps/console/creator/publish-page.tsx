// Publishing: what to show, what to sell with it, what to say. A forbidden word is pointed out at its field before anything
// goes to review. The same form edits what exists.
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Store } from 'lucide-react'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import {
  Button,
  Field,
  formatBps,
  InlineError,
  Input,
  Money,
  Panel,
  Select,
  Tag,
  useLocale,
  useText,
} from '#app/ui'
import type { ContentMedia } from '#kernel/content-card'
import type { OutputOf, RequestOf } from '#kernel/contract'
import { listShowcase } from '#modules/alliance/contract'
import { edit, getMine, listMine, publish } from '#modules/content/contract'
import { useAct } from '../app/act.ts'
import { useCreatorId, useFilters } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { Both, type Words } from '../app/both.tsx'
import { useList } from '../app/list.ts'
import { useCategories } from '../app/names.tsx'
import { BackLink, List, Page, Read } from '../app/page.tsx'
import { Checks } from './checks.tsx'
import { forgetDraft, readDraft, useKeptDraft } from './draft-store.ts'
import { MediaField, type MediaDraft } from './media-field.tsx'

type Draft = {
  title: Words
  caption: Words
  media: MediaDraft | null
  productIds: string[]
  tags: string
  categoryId: string
  /** Local date and time as the field holds it, or empty: at once. */
  publishAt: string
}
type Own = OutputOf<typeof getMine>

const EMPTY: Draft = {
  title: { zh: '', en: '' },
  caption: { zh: '', en: '' },
  media: null,
  productIds: [],
  tags: '',
  categoryId: '',
  publishAt: '',
}
const MAX_PRODUCTS = 5
const MAX_TAGS = 10

const tagsOf = (text: string): string[] =>
  [...new Set(text.split(/[,，、#\s]+/u).filter(Boolean))].slice(0, MAX_TAGS)
const fieldsOf = (d: Draft) => ({
  title: d.title,
  caption: d.caption,
  media: d.media,
  productIds: d.productIds,
  tags: tagsOf(d.tags),
  categoryId: d.categoryId || null,
  publishAt: d.publishAt ? new Date(d.publishAt).toISOString() : null,
})

export function PublishPage() {
  const { t } = useTranslation()
  const creatorId = useCreatorId()
  const [filters] = useFilters()
  const navigate = useNavigate()
  const [draft, setDraft] = useState<Draft>(() => ({
    ...EMPTY,
    ...readDraft<Draft>(creatorId),
    ...(filters.product ? { productIds: [filters.product] } : {}),
  }))
  const savedAt = useKeptDraft(creatorId, draft)
  const act = useAct(publish, { inline: true, refreshes: [listMine] })
  async function send(submit: boolean): Promise<void> {
    const made = await act.run({ creatorId, ...fieldsOf(draft), submit } as RequestOf<typeof publish>)
    if (!made) return
    forgetDraft(creatorId)
    await navigate({
      to: '/creator/$creatorId/contents/$contentId',
      params: { creatorId, contentId: made.contentId },
    })
  }
  return (
    <Page title={t('nav.publish')} scope="content.write">
      <ContentForm
        creatorId={creatorId}
        draft={draft}
        onChange={setDraft}
        problem={act.problem}
        savedAt={savedAt}
        onSubmit={() => void send(true)}
        actions={
          <>
            <Button loading={act.busy} disabled={!isWhole(draft)} onClick={() => void send(false)}>
              {t('publish.keep')}
            </Button>
            <Button type="submit" variant="primary" loading={act.busy} disabled={!isWhole(draft)}>
              {t('publish.send')}
            </Button>
          </>
        }
      />
    </Page>
  )
}

type Lack = 'media' | 'titleZh' | 'titleEn'
const missingOf = (d: Draft): Lack[] => [
  ...(d.media === null ? (['media'] as const) : []),
  ...(d.title.zh.trim() === '' ? (['titleZh'] as const) : []),
  ...(d.title.en.trim() === '' ? (['titleEn'] as const) : []),
]
const isWhole = (d: Draft) => missingOf(d).length === 0

export function EditContentPage() {
  const { t } = useTranslation()
  const creatorId = useCreatorId()
  const { contentId = '' } = useParams({ strict: false })
  const query = useQuery({ ...queryOf(getMine, { creatorId, contentId }), refetchOnMount: 'always' })
  return (
    <Page
      title={t('publish.edit')}
      scope="content.write"
      back={
        <BackLink to="/creator/$creatorId/contents" params={{ creatorId }}>
          {t('nav.contents')}
        </BackLink>
      }
    >
      <Read query={query}>{(own) => <EditForm key={own.version} own={own} creatorId={creatorId} />}</Read>
    </Page>
  )
}

function EditForm({ own, creatorId }: { own: Own; creatorId: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [draft, setDraft] = useState<Draft>(() => ({
    title: own.title,
    caption: own.caption,
    media: draftOf(own.media),
    productIds: [...own.productIds],
    tags: own.tags.join(' '),
    categoryId: own.categoryId ?? '',
    publishAt: localTime(own.publishAt),
  }))
  const act = useAct(edit, { inline: true, refreshes: [listMine, getMine], says: t('publish.saved') })
  async function save(): Promise<void> {
    const done = await act.run(
      { creatorId, contentId: own.contentId, ...fieldsOf(draft) } as RequestOf<typeof edit>,
      { ifMatch: own.version },
    )
    if (done) await navigate({ to: '/creator/$creatorId/contents', params: { creatorId } })
  }
  return (
    <>
      <StateNotice own={own} />
      <Checks checks={own.checks} creatorId={creatorId} />
      {own.state === 'published' ? <p className="notice notice-amber">{t('publish.reviewAgain')}</p> : null}
      <ContentForm
        creatorId={creatorId}
        draft={draft}
        onChange={setDraft}
        problem={act.problem}
        onSubmit={() => void save()}
        actions={
          <Button type="submit" variant="primary" loading={act.busy} disabled={!isWhole(draft)}>
            {t('app.save')}
          </Button>
        }
      />
    </>
  )
}

/** The form's media of a saved content: an upload of ours is named, so that what it became meanwhile is used. */
function draftOf(media: ContentMedia): MediaDraft | null {
  if (media.kind === 'live') return null // a room has a desk of its own
  if (media.kind === 'images' || !media.uploadId) return media
  return {
    kind: 'clip',
    uploadId: media.uploadId,
    ...(media.posterUrl ? { posterUrl: media.posterUrl } : {}),
  }
}

/** An instant as a `datetime-local` field holds it, in this browser's zone. */
function localTime(at: string | null): string {
  if (!at) return ''
  const date = new Date(at)
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}

const WAITING = new Set<Own['state']>(['processing', 'scheduled'])

function StateNotice({ own }: { own: Own }) {
  const { t } = useTranslation()
  const locale = useLocale()
  if (!WAITING.has(own.state)) return null
  const state = own.state as 'processing' | 'scheduled'
  const at = own.publishAt ? new Date(own.publishAt).toLocaleString(locale === 'zh' ? 'zh-CN' : 'en-GB') : ''
  return <p className="notice">{t(`publish.waiting.${state}`, { at })}</p>
}

type FormProps = {
  creatorId: string
  draft: Draft
  onChange: (draft: Draft) => void
  problem: ApiProblem | null
  savedAt?: Date | null
  onSubmit: () => void
  actions: ReactNode
}

function ContentForm({ creatorId, draft, onChange, problem, savedAt = null, onSubmit, actions }: FormProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  const text = useText()
  const categories = useCategories()
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
                  {tag}
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
        {savedAt ? (
          <p className="muted" role="status">
            {t('publish.kept', { at: savedAt.toLocaleTimeString(locale === 'zh' ? 'zh-CN' : 'en-GB') })}
          </p>
        ) : null}
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
