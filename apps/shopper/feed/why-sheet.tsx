// Why this is here, what can be said against it, and where all of it is managed.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#app/client'
import { Button, formatBps, Sheet, Tag, useLocale, useText, useToast } from '#app/ui'
import { edit, list, notInterested, setPersonalisation, unmute, why } from '#modules/interest/contract'
import { api, queryOf, refresh } from '../app/api.ts'
import { Read } from '../app/page.tsx'
import { feeds } from './feeds.ts'

const ABOUT = ['content', 'creator', 'category', 'shop'] as const
type About = (typeof ABOUT)[number]

export function WhySheet({
  slateId,
  position,
  onClose,
}: {
  slateId: string
  position: number
  onClose: () => void
}) {
  const { t } = useTranslation()
  const query = useQuery(queryOf(why, { slateId, position }))
  return (
    <Sheet open onClose={onClose} title={t('why.title')} tall>
      <Read query={query}>
        {(data) => (
          <div className="why">
            <Reasons reasons={data.reasons} explored={data.explored} personalised={data.personalised} />
            <Choices slateId={slateId} position={position} onClose={onClose} />
            <Changes changes={data.wouldChange} onClose={onClose} />
            {data.sources.length > 0 ? (
              <section>
                <h3>{t('why.sources')}</h3>
                <Sources sources={data.sources} />
              </section>
            ) : null}
            <Link to="/me/interests" className="row-link">
              {t('why.manage')} <ChevronRight size={18} aria-hidden />
            </Link>
          </div>
        )}
      </Read>
    </Sheet>
  )
}

type Why = { label: { zh: string; en: string }; weight: number }

function Reasons({
  reasons,
  explored,
  personalised,
}: {
  reasons: readonly Why[]
  explored: boolean
  personalised: boolean
}) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  // The chip over the video says whom it is for; here the title does.
  const withoutPrefix = (reason: string) => {
    const prefix = t('why.prefix')
    const [first = '', ...rest] = reason.startsWith(prefix) ? reason.slice(prefix.length) : reason
    return first.toLocaleUpperCase() + rest.join('')
  }
  return (
    <section>
      <p className="muted">
        {t(explored ? 'why.explored' : personalised ? 'why.personalised' : 'why.notPersonalised')}
      </p>
      <ul className="why-reasons">
        {reasons.map((r) => (
          <li key={r.label.en}>
            <span>{withoutPrefix(text(r.label))}</span>
            <span className="num muted">{formatBps(Math.round(r.weight * 100) * 100, locale)}</span>
            <meter min={0} max={1} value={r.weight} aria-label={withoutPrefix(text(r.label))} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Sources({ sources }: { sources: readonly { name: string; label: { zh: string; en: string } }[] }) {
  const text = useText()
  return (
    <p className="tag-row">
      {sources.map((s) => (
        <Tag key={s.name}>{text(s.label)}</Tag>
      ))}
    </p>
  )
}

function Choices({ slateId, position, onClose }: { slateId: string; position: number; onClose: () => void }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const toast = useToast()
  const [busy, setBusy] = useState<About | null>(null)

  async function choose(about: About): Promise<void> {
    setBusy(about)
    try {
      const { muted, contentIds } = await api.call(notInterested, { slateId, position, about })
      for (const feed of Object.values(feeds)) feed.dropUnseen(contentIds)
      feeds.recommend.moveOn()
      void refresh(list)
      onClose()
      toast({
        text: t('why.muted', { what: text(muted.label) }),
        tone: 'good',
        action: {
          label: t('app.undo'),
          run: () => void api.call(unmute, { about: muted.about, id: muted.id }).then(() => refresh(list)),
        },
      })
    } catch (error) {
      toast({ text: problemOf(error, locale).title, tone: 'bad' })
    } finally {
      setBusy(null)
    }
  }

  return (
    <section>
      <h3>{t('why.notInterested')}</h3>
      <div className="choice-grid">
        {ABOUT.map((about) => (
          <Button
            key={about}
            loading={busy === about}
            disabled={busy !== null}
            onClick={() => void choose(about)}
          >
            {t(`why.about.${about}`)}
          </Button>
        ))}
      </div>
    </section>
  )
}

type Change = {
  action: 'less' | 'more' | 'notInterested' | 'personalisationOff' | 'personalisationOn'
  label: { zh: string; en: string }
  tag: string | null
}

/** The other levers; 'not interested' has its own buttons above. */
function Changes({ changes, onClose }: { changes: readonly Change[]; onClose: () => void }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const toast = useToast()
  const offered = changes.filter(
    (c) => c.action !== 'notInterested' && (c.tag !== null || c.action.startsWith('personalisation')),
  )
  if (offered.length === 0) return null

  async function apply(change: Change): Promise<void> {
    try {
      if (change.action === 'less' || change.action === 'more')
        await api.call(edit, { tag: change.tag!, level: change.action })
      else await api.call(setPersonalisation, { enabled: change.action === 'personalisationOn' })
      void refresh(list)
      onClose()
      toast({ text: t('why.applied'), tone: 'good' })
    } catch (error) {
      toast({ text: problemOf(error, locale).title, tone: 'bad' })
    }
  }

  return (
    <section>
      <h3>{t('why.wouldChange')}</h3>
      <div className="choice-list">
        {offered.map((c) => (
          <Button key={`${c.action}/${c.tag}`} variant="soft" onClick={() => void apply(c)}>
            {text(c.label)}
          </Button>
        ))}
      </div>
    </section>
  )
}
