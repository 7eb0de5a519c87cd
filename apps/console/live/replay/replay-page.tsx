// The replay at the desk: choose seconds by I and O, or with one click what was explained, name them, and they become a draft with its
// goods. Below: what was cut already, how far it is, and the way to publish it.
import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { Film } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockText, explainedIn, type Explained } from '#app/client'
import { Button, Checkbox, EmptyState, Field, InlineError, Input, Panel, useText } from '#app/ui'
import { ReplayPlayer, type ReplayControl } from '#app/ui/replay-player'
import type { OutputOf, RequestOf } from '#kernel/contract'
import { cutClip, getReplay, listRoomClips } from '#modules/live/contract'
import { useAct } from '../../app/act.ts'
import { useCreatorId } from '../../app/address.ts'
import { queryOf } from '../../app/api.ts'
import { BackLink, Page, Read } from '../../app/page.tsx'
import { CUT_GOODS, goodsIn, withEnd, type Stretch } from './cut.ts'
import { MadeClips } from './made-clips.tsx'
import './replay.css'

type Replay = OutputOf<typeof getReplay>
const FIRST_MS = 15_000

export function DeskReplayPage() {
  const { t } = useTranslation()
  const text = useText()
  const { roomId = '' } = useParams({ strict: false }) as { roomId?: string }
  const creatorId = useCreatorId()
  const query = useQuery(queryOf(getReplay, { roomId }))
  return (
    <Page
      title={query.data ? text(query.data.title) : t('cut.title')}
      scope="content.read"
      back={
        <BackLink to="/creator/$creatorId/rooms/$roomId" params={{ creatorId, roomId }}>
          {t('nav.rooms')}
        </BackLink>
      }
    >
      {query.error?.code === 'NOT_FOUND' ? (
        <EmptyState icon={Film} title={t('cut.notOver')} detail={t('cut.notOverDetail')} />
      ) : (
        <Read query={query}>
          {(replay) =>
            replay.playlistUrl ? (
              <Cutter replay={replay} />
            ) : (
              <EmptyState icon={Film} title={t('cut.nothing')} detail={t('cut.nothingDetail')} />
            )
          }
        </Read>
      )}
    </Page>
  )
}

function Cutter({ replay }: { replay: Replay }) {
  const { t } = useTranslation()
  const text = useText()
  const search = useSearch({ strict: false }) as { from?: string; to?: string }
  const { timeline, durationMs, products } = replay
  const explained = useMemo(() => explainedIn(timeline, durationMs), [timeline, durationMs])
  const titles = useMemo(() => new Map(products.map((p) => [p.productId as string, p.title])), [products])
  const startMs = Number(search.from ?? 0) || 0
  const [stretch, setStretch] = useState<Stretch>(() => ({
    fromMs: startMs,
    toMs: Math.min(durationMs, Number(search.to ?? 0) || startMs + FIRST_MS),
  }))
  const control = useRef<ReplayControl>(null)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { tagName, type } = event.target as HTMLInputElement
      const isTyping =
        tagName === 'TEXTAREA' || tagName === 'SELECT' || (tagName === 'INPUT' && type !== 'range')
      const end = { i: 'in', o: 'out' }[event.key.toLowerCase()] as 'in' | 'out' | undefined
      if (isTyping || !end || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      setStretch((s) => withEnd(s, end, control.current?.atMs() ?? 0, durationMs))
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [durationMs])

  const end = (which: 'in' | 'out') => () =>
    setStretch((s) => withEnd(s, which, control.current?.atMs() ?? 0, durationMs))
  const take = (e: Explained) => {
    setStretch(withEnd({ fromMs: e.fromMs, toMs: e.toMs }, 'in', e.fromMs, durationMs))
    control.current?.seek(e.fromMs)
  }
  const nameOf = (productId: string) => {
    const title = titles.get(productId)
    return title ? text(title) : t('cut.notSold')
  }
  return (
    <>
      <div className="cut">
        <Panel title={t('cut.picture')}>
          <ReplayPlayer
            src={replay.playlistUrl!}
            poster={replay.coverUrl}
            durationMs={durationMs}
            marks={explained.map((e) => ({ atMs: e.fromMs, label: nameOf(e.productId) }))}
            range={stretch}
            clock={clockText}
            control={control}
            startMs={startMs}
            words={{
              play: t('cut.play'),
              pause: t('cut.pause'),
              speed: t('cut.speed'),
              timeline: t('cut.timeline'),
              failed: t('cut.failed'),
              retry: t('cut.retry'),
              place: (ms) => t('cut.place', { at: clockText(ms), of: clockText(durationMs) }),
            }}
          />
          <div className="cut-ends">
            <Button onClick={end('in')}>{t('cut.in')}</Button>
            <Button onClick={end('out')}>{t('cut.out')}</Button>
            <output className="num">
              {clockText(stretch.fromMs)} – {clockText(stretch.toMs)} ·{' '}
              {t('cut.seconds', { n: ((stretch.toMs - stretch.fromMs) / 1000).toFixed(1) })}
            </output>
          </div>
          <p className="muted">{t('cut.keys')}</p>
          {explained.length > 0 ? (
            <ul className="cut-explained" aria-label={t('cut.explained')}>
              {explained.map((e) => (
                <li key={`${e.fromMs}`}>
                  <Button size="s" variant="soft" onClick={() => take(e)}>
                    {t('cut.explainedFrom', {
                      name: nameOf(e.productId),
                      from: clockText(e.fromMs),
                      to: clockText(e.toMs),
                    })}
                  </Button>
                </li>
              ))}
            </ul>
          ) : null}
        </Panel>
        <CutForm replay={replay} stretch={stretch} explained={explained} />
      </div>
      <MadeClips roomId={replay.roomId} />
    </>
  )
}

function CutForm({
  replay,
  stretch,
  explained,
}: {
  replay: Replay
  stretch: Stretch
  explained: readonly Explained[]
}) {
  const { t } = useTranslation()
  const text = useText()
  const creatorId = useCreatorId()
  const [title, setTitle] = useState({ zh: '', en: '' })
  /** Null: those explained in the stretch. */
  const [chosen, setChosen] = useState<readonly string[] | null>(null)
  const sold = new Set<string>(replay.products.map((p) => p.productId))
  const productIds = chosen ?? goodsIn(explained, stretch).filter((id) => sold.has(id))
  const act = useAct(cutClip, {
    inline: true,
    refreshes: [listRoomClips],
    says: t('cut.made'),
    onDone: () => (setTitle({ zh: '', en: '' }), setChosen(null)),
  })
  const toggle = (id: string) =>
    setChosen(productIds.includes(id) ? productIds.filter((p) => p !== id) : [...productIds, id])
  const isWhole = title.zh.trim() !== '' && title.en.trim() !== ''
  return (
    <Panel title={t('cut.make')}>
      <form
        className="cut-form"
        onSubmit={(e) => {
          e.preventDefault()
          void act.run({ creatorId, roomId: replay.roomId, ...stretch, title, productIds } as RequestOf<
            typeof cutClip
          >)
        }}
      >
        <Field label={t('cut.titleZh')} error={act.problem?.fieldError('title/zh') ?? null} required>
          <Input
            maxLength={60}
            value={title.zh}
            onChange={(e) => setTitle({ ...title, zh: e.target.value })}
          />
        </Field>
        <Field label={t('cut.titleEn')} error={act.problem?.fieldError('title/en') ?? null} required>
          <Input
            maxLength={60}
            value={title.en}
            onChange={(e) => setTitle({ ...title, en: e.target.value })}
          />
        </Field>
        <fieldset className="cut-goods">
          <legend>{t('cut.goods', { n: productIds.length, max: CUT_GOODS })}</legend>
          {replay.products.length === 0 ? <p className="muted">{t('cut.noGoods')}</p> : null}
          {replay.products.map((p) => (
            <Checkbox
              key={p.productId}
              label={text(p.title)}
              checked={productIds.includes(p.productId)}
              disabled={!productIds.includes(p.productId) && productIds.length >= CUT_GOODS}
              onChange={() => toggle(p.productId)}
            />
          ))}
        </fieldset>
        <InlineError problem={act.problem} />
        <Button type="submit" variant="primary" loading={act.busy} disabled={!isWhole}>
          {t('cut.send')}
        </Button>
      </form>
    </Panel>
  )
}
