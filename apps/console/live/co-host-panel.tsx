// Co-hosting as the host has it: one link for one creator, how the invitation stands, the other's picture, and the way to end it.
import { useQuery } from '@tanstack/react-query'
import { Copy, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, InlineError, Panel, Tag, useText, useToast } from '#app/ui'
import { getCoHost, inviteCoHost, removeCoHost } from '#modules/live/contract'
import { useAct } from '../app/act.ts'
import { queryOf } from '../app/api.ts'
import { Read } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import type { Room } from './room-patch.ts'
import { TalkPicture } from './talk-picture.tsx'

const EVERY_MS = 3_000
const OPEN = new Set(['invited', 'accepted', 'onAir'])
const linkOf = (code: string) => `${location.origin}/desk/co-host/${code}`

export function CoHostPanel({ room }: { room: Pick<Room, 'creatorId' | 'roomId'> }) {
  const { t } = useTranslation()
  const text = useText()
  const may = useMay()
  const { creatorId, roomId } = room
  const [made, setMade] = useState<{ coHostId: string; code: string } | null>(null)
  const query = useQuery({
    ...queryOf(getCoHost, { creatorId, roomId }),
    staleTime: 0,
    refetchInterval: EVERY_MS,
  })
  const invite = useAct(inviteCoHost, {
    inline: true,
    refreshes: [getCoHost],
    onDone: ({ coHost, code }) => setMade({ coHostId: coHost.coHostId, code }),
  })
  const remove = useAct(removeCoHost, { inline: true, refreshes: [getCoHost] })
  const runs = may('live.run')
  return (
    <Panel title={t('live.coHost.title')}>
      <Read query={query}>
        {({ coHost }) =>
          coHost && OPEN.has(coHost.state) ? (
            <div className="live-co-host">
              <p className="tags">
                <Tag tone={coHost.state === 'onAir' ? 'rose' : 'amber'}>
                  {t(`live.coHost.state.${coHost.state}`)}
                </Tag>
                {coHost.name ? <b>{text(coHost.name)}</b> : null}
              </p>
              {coHost.state === 'invited' ? (
                made?.coHostId === coHost.coHostId ? (
                  <InviteLink link={linkOf(made.code)} />
                ) : (
                  <p className="muted">{t('live.coHost.linkHidden')}</p>
                )
              ) : null}
              {coHost.state === 'onAir' && coHost.hasPicture ? (
                <TalkPicture
                  play={coHost.play}
                  talk={coHost.talk}
                  name={coHost.name ? text(coHost.name) : ''}
                />
              ) : null}
              {coHost.state === 'onAir' && !coHost.hasPicture ? (
                <p className="notice notice-amber" role="status">
                  {t('live.coHost.away')}
                </p>
              ) : null}
              {runs ? (
                <Button size="s" loading={remove.busy} onClick={() => void remove.run({ creatorId, roomId })}>
                  {t(coHost.state === 'invited' ? 'live.coHost.takeBack' : 'live.coHost.end')}
                </Button>
              ) : null}
              <InlineError problem={remove.problem} />
            </div>
          ) : (
            <div className="live-co-host">
              <p className="muted">
                {coHost ? t(`live.coHost.ending.${coHost.state as 'left'}`) : t('live.coHost.none')}
              </p>
              {runs ? (
                <Button
                  size="s"
                  icon={UserPlus}
                  loading={invite.busy}
                  onClick={() => void invite.run({ creatorId, roomId })}
                >
                  {t('live.coHost.invite')}
                </Button>
              ) : null}
              <InlineError problem={invite.problem} />
            </div>
          )
        }
      </Read>
    </Panel>
  )
}

function InviteLink({ link }: { link: string }) {
  const { t } = useTranslation()
  const toast = useToast()
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => toast({ text: t('live.coHost.copied'), tone: 'good' }),
      () => toast({ text: t('live.coHost.copyFailed'), tone: 'bad' }),
    )
  return (
    <>
      <p>{t('live.coHost.link')}</p>
      <div className="live-copy">
        <code>{link}</code>
        <Button size="s" icon={Copy} onClick={() => void copy()}>
          {t('live.coHost.copy')}
        </Button>
      </div>
    </>
  )
}
