// Those that ask this account to speak for their shop, and the one it speaks for: the owner answers here.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button, DateTime, Panel, Tag, useText } from '#app/ui'
import { answerShopLink, listShopLinks } from '#modules/alliance/contract'
import { useAct } from '../app/act.ts'
import { queryOf } from '../app/api.ts'
import { useMay } from '../app/session.tsx'

export function ShopLinks({ creatorId, state }: { creatorId: string; state: 'invited' | 'linked' }) {
  const { t } = useTranslation()
  const text = useText()
  const may = useMay()
  const query = useQuery(queryOf(listShopLinks, { creatorId }))
  const act = useAct(answerShopLink, { refreshes: [listShopLinks], says: t('matrix.answered') })
  const items = query.data?.items.filter((l) => l.state === state) ?? []
  if (items.length === 0) return null
  const answer = (linkId: string, action: 'accept' | 'decline' | 'end') =>
    void act.run({ creatorId, linkId, action })
  return (
    <Panel title={t(`matrix.links.${state}`)}>
      <p className="muted">{t('matrix.linksDetail')}</p>
      <ul className="shop-links">
        {items.map((l) => (
          <li key={l.linkId}>
            <span>
              <a className="link" href={`/shop/${l.shopId}`}>
                {text(l.shopName)}
              </a>{' '}
              <Tag tone={l.kind === 'official' ? 'amber' : 'neutral'}>{t(`matrix.kind.${l.kind}`)}</Tag>{' '}
              <small className="muted">
                {t(l.state === 'linked' ? 'matrix.linkedSince' : 'matrix.askedAt')}{' '}
                <DateTime at={l.since} as="date" />
              </small>
            </span>
            {!may('member.write') ? null : l.state === 'linked' ? (
              <Button size="s" disabled={act.busy} onClick={() => answer(l.linkId, 'end')}>
                {t('matrix.leave')}
              </Button>
            ) : (
              <span className="buttons">
                <Button size="s" disabled={act.busy} onClick={() => answer(l.linkId, 'decline')}>
                  {t('matrix.decline')}
                </Button>
                <Button
                  size="s"
                  variant="primary"
                  disabled={act.busy}
                  onClick={() => answer(l.linkId, 'accept')}
                >
                  {t('matrix.accept')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
