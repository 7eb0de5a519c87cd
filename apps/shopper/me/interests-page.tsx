// What the feed believes one likes: to see, to turn up or down, to delete, to forget altogether, or to do without.
import { useQuery } from '@tanstack/react-query'
import { Sparkles, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#app/client'
import {
  Button,
  DateTime,
  Dialog,
  EmptyState,
  IconButton,
  Segmented,
  Switch,
  Tag,
  useLocale,
  useText,
  useToast,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import {
  clear,
  edit,
  list,
  remove,
  setFewerGoods,
  setPersonalisation,
  unmute,
} from '#modules/interest/contract'
import { api, queries, queryOf, refresh } from '../app/api.ts'
import { Page, Read, Section } from '../app/page.tsx'
import { forgetFeeds } from '../feed/feeds.ts'

type MyInterests = OutputOf<typeof list>
type Interest = MyInterests['items'][number]
type Level = Interest['level']

const key = queryOf(list, {}).queryKey
const LEVELS = ['less', 'normal', 'more'] as const satisfies readonly Level[]

/** Shows what the server answers; the feed starts anew, so that a change is seen at once. */
function useInterestCall() {
  const locale = useLocale()
  const toast = useToast()
  return async (run: () => Promise<MyInterests | null>): Promise<boolean> => {
    try {
      const mine = await run()
      if (mine) queries.setQueryData(key, mine)
      else await refresh(list)
      forgetFeeds()
      return true
    } catch (error) {
      toast({ text: problemOf(error, locale).title, tone: 'bad' })
      return false
    }
  }
}

export function InterestsPage() {
  const { t } = useTranslation()
  const query = useQuery({ ...queryOf(list, {}), staleTime: 0 })
  return (
    <Page title={t('interests.title')} back>
      <Read query={query}>
        {(mine) => (
          <>
            <div className="card row-links">
              <PersonalisationSwitch personalised={mine.personalised} />
              <FewerGoodsSwitch fewerGoods={mine.fewerGoods} />
            </div>
            <Interests mine={mine} />
            <Muted mine={mine} />
          </>
        )}
      </Read>
    </Page>
  )
}

export function PersonalisationSwitch({ personalised }: { personalised: boolean }) {
  const { t } = useTranslation()
  const call = useInterestCall()
  return (
    <Switch
      className="row-link"
      label={t('interests.personalised')}
      detail={t(personalised ? 'interests.personalisedOn' : 'interests.personalisedOff')}
      checked={personalised}
      onChange={(e) => {
        const enabled = e.currentTarget.checked
        void call(async () => (await api.call(setPersonalisation, { enabled }), null))
      }}
    />
  )
}

function FewerGoodsSwitch({ fewerGoods }: { fewerGoods: boolean }) {
  const { t } = useTranslation()
  const call = useInterestCall()
  return (
    <Switch
      className="row-link"
      label={t('interests.fewerGoods')}
      detail={t('interests.fewerGoodsDetail')}
      checked={fewerGoods}
      onChange={(e) => {
        const enabled = e.currentTarget.checked
        void call(async () => (await api.call(setFewerGoods, { enabled }), null))
      }}
    />
  )
}

function Interests({ mine }: { mine: MyInterests }) {
  const { t } = useTranslation()
  if (mine.items.length === 0)
    return <EmptyState icon={Sparkles} title={t('interests.none')} detail={t('interests.noneDetail')} />
  const horizons = (['instant', 'long'] as const).map(
    (h) => [h, mine.items.filter((i) => i.horizon === h)] as const,
  )
  return (
    <>
      {horizons.map(([horizon, items]) =>
        items.length > 0 ? (
          <Section key={horizon} title={t(`interests.${horizon}`)}>
            <ul className="card interests">
              {items.map((i) => (
                <InterestRow key={`${i.tag}/${i.horizon}`} interest={i} />
              ))}
            </ul>
          </Section>
        ) : null,
      )}
      <ClearAll count={mine.items.length} />
    </>
  )
}

function InterestRow({ interest }: { interest: Interest }) {
  const { t } = useTranslation()
  const text = useText()
  const toast = useToast()
  const call = useInterestCall()
  const name = text(interest.label)
  return (
    <li className="interest">
      <div className="interest-head">
        <b>{name}</b>
        <Tag>{t(`interests.source.${interest.source}`)}</Tag>
        <small className="muted">
          <DateTime at={interest.since} as="ago" />
        </small>
        <IconButton
          icon={Trash2}
          size={18}
          label={t('interests.delete', { name })}
          onClick={() =>
            void call(() => api.call(remove, { tag: interest.tag })).then(
              (ok) => ok && toast(t('interests.deleted', { name })),
            )
          }
        />
      </div>
      <meter min={0} max={1} value={interest.strength} aria-label={t('interests.strength', { name })} />
      <Segmented
        label={t('interests.level', { name })}
        value={interest.level}
        onChange={(level) => void call(() => api.call(edit, { tag: interest.tag, level }))}
        options={LEVELS.map((value) => ({ value, label: t(`interests.levels.${value}`) }))}
      />
    </li>
  )
}

function ClearAll({ count }: { count: number }) {
  const { t } = useTranslation()
  const call = useInterestCall()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button block variant="danger" onClick={() => setAsking(true)}>
        {t('interests.clear')}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('interests.clearAsk', { n: count })}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button>
            <Button
              variant="danger"
              onClick={() => void call(() => api.call(clear, {})).then(() => setAsking(false))}
            >
              {t('interests.clear')}
            </Button>
          </>
        }
      >
        <p>{t('interests.clearDetail')}</p>
      </Dialog>
    </>
  )
}

function Muted({ mine }: { mine: MyInterests }) {
  const { t } = useTranslation()
  const text = useText()
  const call = useInterestCall()
  if (mine.muted.length === 0) return null
  return (
    <Section title={t('interests.muted')}>
      <ul className="card interests">
        {mine.muted.map((m) => (
          <li key={`${m.about}/${m.id}`} className="muted-row">
            <span>
              {text(m.label)} <small className="muted">{t(`why.about.${m.about}`)}</small>
            </span>
            <Button
              size="s"
              onClick={() =>
                void call(async () => (await api.call(unmute, { about: m.about, id: m.id }), null))
              }
            >
              {t('interests.unmute')}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
