// The room's chat for those who keep order in it: read, answer, mute, take away, pin, slow down, pause. What gave way in the crowd is
// counted, never hidden.
import { useQuery } from '@tanstack/react-query'
import { Ban, EllipsisVertical, Pin, PinOff, Trash2, VolumeX } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '#app/client'
import {
  Button,
  Dialog,
  InlineError,
  Input,
  Select,
  Sheet,
  Switch,
  Tag,
  Textarea,
  Field,
  DateTime,
  useToast,
  type Tone,
} from '#app/ui'
import type { ChatRole } from '#kernel/room-frames'
import {
  getChatFilter,
  getChatRules,
  liftMute,
  listMutes,
  mutePerson,
  pinChat,
  removeChat,
  setChatFilter,
  setChatRules,
} from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { queryOf } from '../app/api.ts'
import { Read } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import { useLine, type DeskLine, type RoomLine } from './room-line.ts'
import type { Room } from './room-patch.ts'

const ROLE_TONE: Record<ChatRole, Tone> = {
  host: 'rose',
  moderator: 'plum',
  buyer: 'jade',
  viewer: 'neutral',
}
const MINUTES = [5, 30, 1_440] as const
const SLOW = [0, 3, 10, 30, 60, 300] as const
const MAX_CHARACTERS = 100

export function ChatPanel({ room, line }: { room: Room; line: RoomLine }) {
  const { t } = useTranslation()
  const may = useMay()
  const lines = useLine(line, (s) => s.lines)
  const status = useLine(line, (s) => s.status)
  const dropped = useLine(line, (s) => s.dropped)
  const pinned = useLine(line, (s) => s.pinned)
  const [blocking, setBlocking] = useState<DeskLine | null>(null)
  const [sheet, setSheet] = useState<'filter' | 'mutes' | null>(null)
  const { creatorId, roomId } = room
  const moderates = may('live.moderate')
  const pin = useAct(pinChat)
  return (
    <section className="live-chat" aria-label={t('live.chat.title')}>
      <header className="live-chat-head">
        <h2>{t('live.chat.title')}</h2>
        {status === 'open' ? null : (
          <Tag tone={status === 'closed' ? 'rose' : 'amber'}>{t(`live.line.${status}`)}</Tag>
        )}
        {moderates ? (
          <span className="buttons">
            <Button size="s" variant="ghost" onClick={() => setSheet('filter')}>
              {t('live.chat.filter')}
            </Button>
            <Button size="s" variant="ghost" onClick={() => setSheet('mutes')}>
              {t('live.chat.mutes')}
            </Button>
          </span>
        ) : null}
      </header>
      {moderates ? <Rules room={room} line={line} /> : null}
      {pinned ? (
        <p className="live-chat-pinned">
          <Pin size={14} aria-hidden />
          <span>
            <b>{pinned.name}</b> {pinned.text}
          </span>
          {moderates ? (
            <button
              type="button"
              className="link"
              onClick={() => void pin.run({ creatorId, roomId, chatId: null })}
            >
              {t('live.chat.unpin')}
            </button>
          ) : null}
        </p>
      ) : null}
      <Lines lines={lines}>
        {(l) =>
          moderates && !l.removed ? (
            <LineMenu room={room} line={l} pinned={pinned?.chatId === l.id} onBlock={() => setBlocking(l)} />
          ) : null
        }
      </Lines>
      {dropped > 0 ? (
        <p className="muted live-chat-dropped num">{t('live.chat.dropped', { n: dropped })}</p>
      ) : null}
      <SayBox line={line} open={status === 'open'} />
      {blocking ? <BlockDialog room={room} line={blocking} onClose={() => setBlocking(null)} /> : null}
      {sheet === 'filter' ? <FilterSheet creatorId={creatorId} onClose={() => setSheet(null)} /> : null}
      {sheet === 'mutes' ? <MutesSheet room={room} onClose={() => setSheet(null)} /> : null}
    </section>
  )
}

/** Stays at the newest unless somebody reads further up. */
function Lines({
  lines,
  children,
}: {
  lines: readonly DeskLine[]
  children: (line: DeskLine) => React.ReactNode
}) {
  const { t } = useTranslation()
  const box = useRef<HTMLOListElement>(null)
  const follows = useRef(true)
  useEffect(() => {
    if (follows.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [lines])
  return (
    <ol
      ref={box}
      className="live-lines"
      aria-label={t('live.chat.lines')}
      tabIndex={0}
      onScroll={(e) => {
        const { scrollTop, scrollHeight, clientHeight } = e.currentTarget
        follows.current = scrollHeight - scrollTop - clientHeight < 40
      }}
    >
      {lines.length === 0 ? <li className="muted">{t('live.chat.none')}</li> : null}
      {lines.map((l) => (
        <li key={l.id} data-removed={l.removed || undefined}>
          <p>
            {l.role === 'viewer' ? null : <Tag tone={ROLE_TONE[l.role]}>{t(`live.chat.role.${l.role}`)}</Tag>}{' '}
            <b>{l.name}</b> <span>{l.text}</span>
            {l.more ? <small className="muted num"> ×{l.more + 1}</small> : null}
          </p>
          {children(l)}
        </li>
      ))}
    </ol>
  )
}

function LineMenu({
  room: { creatorId, roomId },
  line,
  pinned,
  onBlock,
}: {
  room: Room
  line: DeskLine
  pinned: boolean
  onBlock: () => void
}) {
  const { t } = useTranslation()
  const mute = useAct(mutePerson, { says: t('live.chat.muted'), refreshes: [listMutes] })
  const remove = useAct(removeChat, { says: t('live.chat.removed') })
  const pin = useAct(pinChat)
  const accountId = line.by as `usr_${string}`
  const chatId = line.id as `cht_${string}`
  const own = line.role === 'host' || line.role === 'moderator'
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="icon-button icon-button-s"
        aria-label={t('live.chat.more', { name: line.name })}
        data-line={line.id}
      >
        <EllipsisVertical size={16} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={2}>
          <DropdownMenu.Item
            className="menu-item"
            onSelect={() => void pin.run({ creatorId, roomId, chatId: pinned ? null : chatId })}
          >
            <span className="menu-face">
              {pinned ? <PinOff size={16} aria-hidden /> : <Pin size={16} aria-hidden />}
              {t(pinned ? 'live.chat.unpin' : 'live.chat.pin')}
            </span>
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className="menu-item"
            onSelect={() => void remove.run({ creatorId, roomId, chatIds: [chatId] })}
          >
            <span className="menu-face">
              <Trash2 size={16} aria-hidden /> {t('live.chat.remove')}
            </span>
          </DropdownMenu.Item>
          {own ? null : (
            <>
              <DropdownMenu.Separator className="menu-line" />
              {MINUTES.map((minutes) => (
                <DropdownMenu.Item
                  key={minutes}
                  className="menu-item"
                  onSelect={() => void mute.run({ creatorId, roomId, accountId, minutes })}
                >
                  <span className="menu-face">
                    <VolumeX size={16} aria-hidden /> {t(`live.chat.mute.${minutes}`)}
                  </span>
                </DropdownMenu.Item>
              ))}
              <DropdownMenu.Item className="menu-item" onSelect={onBlock}>
                <span className="menu-face">
                  <Ban size={16} aria-hidden /> {t('live.chat.block')}
                </span>
              </DropdownMenu.Item>
            </>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function BlockDialog({
  room: { creatorId, roomId },
  line,
  onClose,
}: {
  room: Room
  line: DeskLine
  onClose: () => void
}) {
  const { t } = useTranslation()
  const block = useAct(mutePerson, {
    inline: true,
    says: t('live.chat.blocked'),
    refreshes: [listMutes],
    onDone: onClose,
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('live.chat.blockTitle', { name: line.name })}
      actions={
        <>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button
            variant="danger"
            loading={block.busy}
            onClick={() =>
              void block.run({ creatorId, roomId, accountId: line.by as `usr_${string}`, minutes: null })
            }
          >
            {t('live.chat.block')}
          </Button>
        </>
      }
    >
      <p>{t('live.chat.blockDetail')}</p>
      <InlineError problem={block.problem} />
    </Dialog>
  )
}

function Rules({ room: { creatorId, roomId }, line }: { room: Room; line: RoomLine }) {
  const { t } = useTranslation()
  const slowSeconds = useLine(line, (s) => s.slowSeconds)
  const paused = useLine(line, (s) => s.paused)
  const set = useAct(setChatRules, { refreshes: [getChatRules] })
  return (
    <div className="live-chat-rules">
      <label>
        <span className="muted">{t('live.chat.slow')}</span>
        <Select
          value={slowSeconds}
          disabled={set.busy}
          onChange={(e) => void set.run({ creatorId, roomId, slowSeconds: Number(e.target.value), paused })}
        >
          {[...new Set([...SLOW, slowSeconds])]
            .toSorted((a, b) => a - b)
            .map((s) => (
              <option key={s} value={s}>
                {s === 0 ? t('live.chat.slowOff') : t('live.chat.slowBy', { s })}
              </option>
            ))}
        </Select>
      </label>
      <Switch
        label={t('live.chat.pause')}
        checked={paused}
        disabled={set.busy}
        onChange={(e) => void set.run({ creatorId, roomId, slowSeconds, paused: e.target.checked })}
      />
    </div>
  )
}

function SayBox({ line, open }: { line: RoomLine; open: boolean }) {
  const { t } = useTranslation()
  const toast = useToast()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const hint = t(`live.chat.say.${useMay()('live.run') ? 'host' : 'moderator'}`)
  async function say(): Promise<void> {
    setBusy(true)
    try {
      await line.chat(text.trim())
      setText('')
    } catch (error) {
      toast({ text: error instanceof ApiProblem ? error.title : String(error), tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className="live-say"
      onSubmit={(e) => {
        e.preventDefault()
        if (text.trim() && open) void say()
      }}
    >
      <Input
        value={text}
        maxLength={MAX_CHARACTERS}
        aria-label={hint}
        placeholder={hint}
        onChange={(e) => setText(e.target.value)}
      />
      <Button type="submit" loading={busy} disabled={!open || text.trim() === ''}>
        {t('live.chat.send')}
      </Button>
    </form>
  )
}

function FilterSheet({ creatorId, onClose }: { creatorId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const query = useQuery({ ...queryOf(getChatFilter, { creatorId }), staleTime: 0 })
  return (
    <Sheet open onClose={onClose} side="right" title={t('live.chat.filter')}>
      <Read query={query}>
        {({ terms }) => <FilterForm creatorId={creatorId} terms={terms} onClose={onClose} />}
      </Read>
    </Sheet>
  )
}

function FilterForm({
  creatorId,
  terms,
  onClose,
}: {
  creatorId: string
  terms: readonly string[]
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [text, setText] = useState(terms.join('\n'))
  const save = useAct(setChatFilter, {
    inline: true,
    refreshes: [getChatFilter],
    says: t('live.chat.filterSaved'),
    onDone: onClose,
  })
  const list = [
    ...new Set(
      text
        .split('\n')
        .map((s) => s.trim())
        .filter(Boolean),
    ),
  ]
  return (
    <div className="stack">
      <Field label={t('live.chat.filterLabel')} hint={t('live.chat.filterHint')}>
        <Textarea rows={10} value={text} onChange={(e) => setText(e.target.value)} />
      </Field>
      <InlineError problem={save.problem} />
      <Button variant="primary" loading={save.busy} onClick={() => void save.run({ creatorId, terms: list })}>
        {t('live.chat.filterSave', { n: list.length })}
      </Button>
    </div>
  )
}

function MutesSheet({ room: { creatorId, roomId }, onClose }: { room: Room; onClose: () => void }) {
  const { t } = useTranslation()
  const query = useQuery({ ...queryOf(listMutes, { creatorId, roomId }), staleTime: 0 })
  const lift = useAct(liftMute, { refreshes: [listMutes], says: t('live.chat.lifted') })
  return (
    <Sheet open onClose={onClose} side="right" title={t('live.chat.mutes')}>
      <Read query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="muted">{t('live.chat.mutesNone')}</p>
          ) : (
            <ul className="live-people">
              {items.map((m) => (
                <li key={m.accountId}>
                  <span className="two-lines">
                    <b>{m.name}</b>
                    <small className="muted">
                      {m.blocked || m.until === null ? (
                        t('live.chat.outOfRoom')
                      ) : (
                        <>
                          {t('live.chat.until')} <DateTime at={m.until} />
                        </>
                      )}
                    </small>
                  </span>
                  <Button
                    size="s"
                    loading={lift.busy}
                    onClick={() => void lift.run({ creatorId, roomId, accountId: m.accountId })}
                  >
                    {t('live.chat.lift')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Read>
    </Sheet>
  )
}
