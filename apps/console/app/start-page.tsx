// For an account that has no desk yet: open a shop, or become a creator.
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, InlineError, Input, Panel, Segmented, Select } from '#app/ui'
import { openCreator } from '#modules/content/contract'
import { openShop, SHOP_KINDS } from '#modules/shop/contract'
import { queries, SESSION_KEY } from './api.ts'
import { useAct } from './act.ts'
import { Both, type Words } from './both.tsx'
import { Page } from './page.tsx'

type What = 'shop' | 'creator'

export function StartPage() {
  const { t } = useTranslation()
  const [what, setWhat] = useState<What>('shop')
  return (
    <Page title={t('start.title')}>
      <div className="narrow">
        <p className="muted">{t('start.detail')}</p>
        <Segmented
          label={t('start.what')}
          value={what}
          onChange={setWhat}
          options={(['shop', 'creator'] as const).map((v) => ({ value: v, label: t(`start.open.${v}`) }))}
        />
        {what === 'shop' ? <OpenShop /> : <OpenCreator />}
      </div>
    </Page>
  )
}

const NOTHING: Words = { zh: '', en: '' }

function OpenShop() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [name, setName] = useState(NOTHING)
  const [story, setStory] = useState(NOTHING)
  const [kind, setKind] = useState<(typeof SHOP_KINDS)[number]>('craft')
  const [city, setCity] = useState('')
  const act = useAct(openShop, { inline: true })
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const shop = await act.run({ name, story, kind, city })
    if (!shop) return
    await queries.refetchQueries({ queryKey: SESSION_KEY })
    await navigate({ to: '/shop/$shopId/products/new', params: { shopId: shop.shopId } })
  }
  return (
    <Panel>
      <form className="form" onSubmit={(e) => void submit(e)}>
        <Both
          label={t('start.shopName')}
          value={name}
          onChange={setName}
          problem={act.problem}
          name="name"
          max={30}
          required
        />
        <Field label={t('start.kind')}>
          <Select value={kind} onChange={(e) => setKind(e.target.value as typeof kind)}>
            {SHOP_KINDS.map((k) => (
              <option key={k} value={k}>
                {t(`start.kinds.${k}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('start.city')} error={act.problem?.fieldError('city') ?? null} required>
          <Input value={city} maxLength={30} onChange={(e) => setCity(e.target.value)} />
        </Field>
        <Both
          label={t('start.story')}
          value={story}
          onChange={setStory}
          problem={act.problem}
          name="story"
          max={500}
          area
          required
        />
        <InlineError problem={act.problem} />
        <Button type="submit" variant="primary" loading={act.busy}>
          {t('start.open.shop')}
        </Button>
      </form>
    </Panel>
  )
}

function OpenCreator() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [name, setName] = useState(NOTHING)
  const [bio, setBio] = useState(NOTHING)
  const act = useAct(openCreator, { inline: true })
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const creator = await act.run({ name, bio })
    if (!creator) return
    await queries.refetchQueries({ queryKey: SESSION_KEY })
    await navigate({ to: '/creator/$creatorId/square', params: { creatorId: creator.creatorId } })
  }
  return (
    <Panel>
      <form className="form" onSubmit={(e) => void submit(e)}>
        <Both
          label={t('start.creatorName')}
          value={name}
          onChange={setName}
          problem={act.problem}
          name="name"
          max={30}
          required
        />
        <Both
          label={t('start.bio')}
          value={bio}
          onChange={setBio}
          problem={act.problem}
          name="bio"
          max={200}
          area
        />
        <InlineError problem={act.problem} />
        <Button type="submit" variant="primary" loading={act.busy}>
          {t('start.open.creator')}
        </Button>
      </form>
    </Panel>
  )
}
