// Publishing, and editing what exists: a forbidden word is pointed out at its field before anything goes to review. What is a draft is
// kept on the server while it is written.
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockText, problemOf } from '#app/client'
import { Button, useLocale, useText } from '#app/ui'
import type { RequestOf } from '#kernel/contract'
import { announceRoom, edit, getMine, listMine, publish, submit } from '#modules/content/contract'
import { useAct } from '../app/act.ts'
import { useCreatorId, useFilters } from '../app/address.ts'
import { api, queryOf } from '../app/api.ts'
import { useRules } from '../app/names.tsx'
import { BackLink, Page, Read } from '../app/page.tsx'
import { Checks } from './checks.tsx'
import { draftFrom, EMPTY, fieldsOf, isWhole, type Draft, type Own } from './content-draft.ts'
import { ContentForm } from './content-form.tsx'
import { DraftNotice } from './draft-notice.tsx'
import { forgetDraft, readDraft, useKeptDraft } from './draft-store.ts'
import { RoomField } from './room-field.tsx'
import { useServerDraft, type DraftFields, type Kept } from './server-draft.ts'

export function PublishPage() {
  const { t } = useTranslation()
  const creatorId = useCreatorId()
  const [filters] = useFilters()
  const navigate = useNavigate()
  const [{ kept: start = null, ...first }] = useState<Draft & { kept?: Kept | null }>(() => ({
    ...EMPTY,
    ...readDraft<Draft & { kept?: Kept }>(creatorId),
    ...(filters.product ? { productIds: [filters.product] } : {}),
  }))
  const [draft, setDraft] = useState<Draft>(first)
  const [sending, setSending] = useState(false)
  const server = useServerDraft(creatorId, fieldsOf(draft) as DraftFields, {
    ready: isWhole(draft) && !sending,
    start,
    startSaved: false,
  })
  useEffect(() => {
    // What was begun here and handed in from its own page is done with.
    const from = start
    if (!from) return
    void api.call(getMine, { creatorId, contentId: from.contentId }).then(
      ({ state }) => state === 'draft' || begin(),
      (error: unknown) => problemOf(error, 'zh').code === 'NOT_FOUND' && begin(),
    )
    const begin = () => {
      forgetDraft(creatorId)
      setDraft(EMPTY)
      server.adopt(null)
    }
    // Once, for what this browser kept.
  }, [])
  const savedAt = useKeptDraft(
    creatorId,
    useMemo(() => ({ ...draft, kept: server.kept }), [draft, server.kept]),
  )
  const act = useAct(publish, { inline: true, refreshes: [listMine] })
  const save = useAct(edit, { inline: true, refreshes: [listMine] })
  const hand = useAct(submit, { inline: true, refreshes: [listMine] })
  const room = useAct(announceRoom, { inline: true })
  const busy = sending || act.busy || save.busy || hand.busy || room.busy

  /** Through the draft that is kept already, or at once where there is none yet. */
  async function saved(andSubmit: boolean): Promise<Own | null> {
    const kept = await server.rest()
    const fields = fieldsOf(draft)
    const { roomId } = draft
    if (!kept)
      return act.run({
        creatorId,
        ...fields,
        announcesRoomId: roomId,
        submit: andSubmit,
      } as RequestOf<typeof publish>)
    const { contentId, version } = kept
    const own = await save.run({ creatorId, contentId, ...fields, asDraft: true } as RequestOf<typeof edit>, {
      ifMatch: version,
    })
    if (!own) return null
    server.adopt({ contentId, version: own.version })
    if (own.announcesRoomId !== roomId && !(await room.run({ creatorId, contentId, roomId }))) return null
    return andSubmit ? hand.run({ creatorId, contentId }) : own
  }
  async function send(andSubmit: boolean): Promise<void> {
    setSending(true)
    const made = await saved(andSubmit)
    if (!made) return setSending(false)
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
        problem={act.problem ?? save.problem ?? room.problem ?? hand.problem}
        note={
          server.savedAt || server.problem || server.gone ? (
            <DraftNotice
              draft={server}
              onTake={(own) => {
                setDraft(draftFrom(own))
                server.adopt({ contentId: own.contentId, version: own.version })
              }}
            />
          ) : savedAt ? (
            <KeptHere at={savedAt} />
          ) : null
        }
        room={
          <RoomField
            creatorId={creatorId}
            value={draft.roomId}
            onChange={(roomId) => setDraft({ ...draft, roomId })}
          />
        }
        onSubmit={() => void send(true)}
        actions={
          <>
            <Button loading={busy} disabled={!isWhole(draft)} onClick={() => void send(false)}>
              {t('publish.keep')}
            </Button>
            <Button type="submit" variant="primary" loading={busy} disabled={!isWhole(draft)}>
              {t('publish.send')}
            </Button>
          </>
        }
      />
    </Page>
  )
}

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
  const [draft, setDraft] = useState<Draft>(() => draftFrom(own))
  // Only what nobody sees is saved by itself: what is published goes to review with each change.
  const server = useServerDraft(creatorId, fieldsOf(draft) as DraftFields, {
    ready: own.state === 'draft' && isWhole(draft),
    start: { contentId: own.contentId, version: own.version },
    startSaved: true,
  })
  const room = useAct(announceRoom, { refreshes: [listMine], says: t('publish.room.saved') })
  const act = useAct(edit, { inline: true, refreshes: [listMine, getMine], says: t('publish.saved') })
  const hand = useAct(submit, { refreshes: [listMine, getMine], says: t('contents.submitted') })
  const mayHand = own.actions.includes('submit')
  async function save(thenHand: boolean): Promise<void> {
    const { contentId } = own
    const kept = await server.rest()
    const done = await act.run({ creatorId, contentId, ...fieldsOf(draft) } as RequestOf<typeof edit>, {
      ifMatch: kept?.version ?? own.version,
    })
    if (!done || (thenHand && !(await hand.run({ creatorId, contentId })))) return
    await navigate({ to: '/creator/$creatorId/contents', params: { creatorId } })
  }
  return (
    <>
      <StateNotice own={own} />
      {own.fromRoom ? <FromRoom fromRoom={own.fromRoom} creatorId={creatorId} /> : null}
      <Checks checks={own.checks} creatorId={creatorId} />
      {own.state === 'published' ? <p className="notice notice-amber">{t('publish.reviewAgain')}</p> : null}
      <ContentForm
        creatorId={creatorId}
        draft={draft}
        onChange={setDraft}
        problem={act.problem}
        note={
          <DraftNotice
            draft={server}
            onTake={(theirs) => {
              setDraft(draftFrom(theirs))
              server.adopt({ contentId: theirs.contentId, version: theirs.version })
            }}
          />
        }
        room={
          <RoomField
            creatorId={creatorId}
            value={draft.roomId}
            busy={room.busy}
            onChange={(roomId) =>
              void room.run({ creatorId, contentId: own.contentId, roomId }).then((done) => {
                if (done) setDraft((d) => ({ ...d, roomId: done.announcesRoomId }))
              })
            }
          />
        }
        onSubmit={() => void save(mayHand)}
        actions={
          <>
            {mayHand ? (
              <Button
                loading={act.busy || hand.busy}
                disabled={!isWhole(draft)}
                onClick={() => void save(false)}
              >
                {t('app.save')}
              </Button>
            ) : null}
            <Button
              type="submit"
              variant="primary"
              loading={act.busy || hand.busy}
              disabled={!isWhole(draft)}
            >
              {t(mayHand ? 'publish.send' : 'app.save')}
            </Button>
          </>
        }
      />
    </>
  )
}

/** What was cut from a room leads back to its seconds. */
function FromRoom({ fromRoom, creatorId }: { fromRoom: NonNullable<Own['fromRoom']>; creatorId: string }) {
  const { t } = useTranslation()
  const { roomId, fromMs, toMs } = fromRoom
  return (
    <p className="notice">
      {t('cut.fromRoom', { from: clockText(fromMs), to: clockText(toMs) })} ·{' '}
      <Link
        to="/creator/$creatorId/rooms/$roomId/replay"
        params={{ creatorId, roomId }}
        search={{ from: String(fromMs), to: String(toMs) }}
      >
        {t('cut.see')}
      </Link>
    </p>
  )
}

const WAITING = new Set<Own['state']>(['processing', 'scheduled'])

function StateNotice({ own }: { own: Own }) {
  const { t } = useTranslation()
  const locale = useLocale()
  if (own.state === 'rejected' && own.rejectedRuleId) return <Rejected ruleId={own.rejectedRuleId} />
  if (!WAITING.has(own.state)) return null
  const state = own.state as 'processing' | 'scheduled'
  const at = own.publishAt ? new Date(own.publishAt).toLocaleString(locale === 'zh' ? 'zh-CN' : 'en-GB') : ''
  return <p className="notice">{t(`publish.waiting.${state}`, { at })}</p>
}

/** The rule by its number, in full, and the way on. */
function Rejected({ ruleId }: { ruleId: string }) {
  const { t } = useTranslation()
  const text = useText()
  const rule = useRules().find((r) => r.ruleId === ruleId)
  return (
    <div className="notice notice-stack notice-rose" role="status">
      <p>
        <b>
          {t('publish.rejected.title')} · {ruleId} {rule ? text(rule.title) : ''}
        </b>
      </p>
      {rule ? <p>{text(rule.explanation)}</p> : null}
      <p>{t('publish.rejected.next')}</p>
    </div>
  )
}

function KeptHere({ at }: { at: Date }) {
  const { t } = useTranslation()
  const locale = useLocale()
  return (
    <p className="muted" role="status">
      {t('publish.kept', { at: at.toLocaleTimeString(locale === 'zh' ? 'zh-CN' : 'en-GB') })}
    </p>
  )
}
