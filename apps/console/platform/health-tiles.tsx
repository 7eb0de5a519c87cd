// Whether the books balance: sums that must be nought, and what waits longest.
import { useTranslation } from 'react-i18next'
import { DateTime, Money, Tile } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import type { getHealth } from '#modules/ledger/contract'

export function HealthTiles({ health: h }: { health: OutputOf<typeof getHealth> }) {
  const { t } = useTranslation()
  const zero = (minor: string) => (minor === '0' ? 'good' : 'bad')
  return (
    <div className="tiles">
      {h.sums.map((s) => (
        <Tile
          key={s.currency}
          label={t('ledger.sum', { currency: s.currency })}
          hint={<p>{t('ledger.sumHint')}</p>}
          value={
            <span className={zero(s.postedMinor)}>
              <Money minor={s.postedMinor} currency={s.currency} />
            </span>
          }
          note={
            <>
              {t('ledger.pendingSum')}{' '}
              <span className={zero(s.pendingMinor)}>
                <Money minor={s.pendingMinor} currency={s.currency} />
              </span>{' '}
              · {t(s.postedMinor === '0' && s.pendingMinor === '0' ? 'ledger.balanced' : 'ledger.unbalanced')}
            </>
          }
        />
      ))}
      <Tile
        label={t('payout.unexplained')}
        hint={<p>{t('payout.unexplainedHint')}</p>}
        value={
          <span className={zero(h.unexplainedPayoutMinor)}>
            <Money minor={h.unexplainedPayoutMinor} currency="CNY" />
          </span>
        }
        note={t(h.unexplainedPayoutMinor === '0' ? 'payout.explained' : 'payout.alarm')}
      />
      <Tile
        label={t('ledger.unsettled')}
        value={h.unsettledOrders.toLocaleString()}
        note={
          h.oldestUnsettledAt ? (
            <>
              {t('ledger.oldest')} <DateTime at={h.oldestUnsettledAt} />
            </>
          ) : (
            t('ledger.noneWaits')
          )
        }
      />
      <Tile
        label={t('ledger.transfersCount')}
        value={h.transfers.toLocaleString()}
        note={t('ledger.entriesCount', { n: h.entries.toLocaleString() })}
      />
    </div>
  )
}
