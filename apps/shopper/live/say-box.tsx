// Writing in the room: shown at once, given back with its reason when it is refused. A guest logs in over the picture and is back here.
import { Send } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDateTime, IconButton, useLocale, useText } from '#app/ui'
import { useAccount } from '../app/session.tsx'
import { useSheets } from '../app/sheets.ts'
import { useRoomStore } from './room-context.tsx'
import { useRoom } from './room-hold.ts'

const MAX_CHARACTERS = 100

export function SayBox({ roomId }: { roomId: string }) {
  const { t } = useTranslation()
  const account = useAccount()
  const { open } = useSheets()
  const store = useRoomStore()
  const text = useText()
  const locale = useLocale()
  const input = useRef<HTMLInputElement>(null)
  const [draft, setDraft] = useState('')
  const refusal = useRoom(store, (s) => s.refusal)
  const line = useRoom(store, (s) => s.line)
  const paused = useRoom(store, (s) => s.paused && s.role !== 'host' && s.role !== 'moderator')
  const slow = useRoom(store, (s) => (s.role === 'viewer' || s.role === 'buyer' ? s.slowSeconds : 0))
  const mutedUntilMs = useRoom(store, (s) => s.mutedUntilMs)
  const waitS = useWaitSeconds(refusal?.code === 'CHAT_TOO_FAST' ? (refusal.untilMs ?? null) : null)
  const isMuted = useFuture(mutedUntilMs, store.serverNow)
  const ref = refusal?.ref
  useEffect(() => {
    if (!refusal) return
    setDraft((now) => now || refusal.text)
    if (refusal.code === 'UNAUTHENTICATED') open({ sheet: 'enter', room: roomId })
  }, [ref])

  if (account.guest)
    return (
      <button
        type="button"
        className="say say-login"
        data-say
        onClick={() => open({ sheet: 'enter', room: roomId })}
      >
        {t('live.logInToSay')}
      </button>
    )

  const closed = paused
    ? t('live.paused')
    : isMuted
      ? mutedUntilMs! - (store.serverNow() ?? 0) > 365 * 86_400_000
        ? t('live.mutedForGood')
        : t('live.muted', { time: formatDateTime(new Date(mutedUntilMs!), locale) })
      : line.is === 'closed'
        ? t('live.chatAway')
        : null
  const hint =
    refusal && refusal.code !== 'UNAUTHENTICATED' && !isMuted
      ? waitS !== null
        ? t('live.waitSeconds', { n: waitS })
        : refusal.code === 'NOT_SENT'
          ? t('live.notSent')
          : refusal.detail
            ? text(refusal.detail)
            : null
      : null

  function submit(event: FormEvent): void {
    event.preventDefault()
    const words = draft.trim()
    if (!words || waitS !== null) return
    if (store.say(words)) setDraft('')
    else store.refuseUnsent(words)
    input.current?.focus()
  }

  return (
    <form className="say" onSubmit={submit}>
      {hint ? (
        <p className="say-hint" role="status">
          {hint}
        </p>
      ) : null}
      <input
        ref={input}
        data-say
        className="say-input"
        value={draft}
        onChange={(e) => {
          setDraft(e.target.value)
          if (refusal) store.dismissRefusal()
        }}
        maxLength={MAX_CHARACTERS}
        disabled={closed !== null}
        aria-label={t('live.sayLabel')}
        placeholder={closed ?? (slow > 0 ? t('live.slow', { n: slow }) : t('live.say'))}
        autoComplete="off"
        enterKeyHint="send"
      />
      {draft.trim() ? (
        <IconButton type="submit" icon={Send} size={18} label={t('live.send')} disabled={waitS !== null} />
      ) : null}
    </form>
  )
}

/** Seconds until a moment of the device's own clock; null when it has passed. */
function useWaitSeconds(untilMs: number | null): number | null {
  const read = () => (untilMs === null ? null : Math.ceil((untilMs - performance.now()) / 1_000))
  const [left, setLeft] = useState(read)
  useEffect(() => {
    setLeft(read())
    if (untilMs === null) return
    const timer = setInterval(() => setLeft(read()), 250)
    return () => clearInterval(timer)
  }, [untilMs])
  return left !== null && left > 0 ? left : null
}

/** Whether a moment of the server's clock is still to come. */
function useFuture(atMs: number | null, serverNow: () => number | null): boolean {
  const [, tick] = useState(0)
  const leftMs = atMs === null ? 0 : atMs - (serverNow() ?? atMs)
  useEffect(() => {
    if (leftMs <= 0 || leftMs > 2_000_000_000) return
    const timer = setTimeout(() => tick((n) => n + 1), leftMs + 50)
    return () => clearTimeout(timer)
  }, [leftMs])
  return leftMs > 0
}
