// Pages that only an account has: a guest is told why, and comes back here after logging in.
import { Link, useLocation } from '@tanstack/react-router'
import { UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { buttonClass, EmptyState } from '#app/ui'
import { useAccount } from '../app/session.tsx'

export function NeedsAccount({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation()
  const account = useAccount()
  const { href } = useLocation()
  if (!account.guest) return children
  return (
    <EmptyState
      icon={UserRound}
      title={t('account.needed', { title })}
      detail={t('account.neededDetail')}
      action={
        <div className="stack-buttons">
          <Link to="/login" search={{ next: href }} className={buttonClass({ variant: 'primary' })}>
            {t('account.logIn')}
          </Link>
          <Link to="/signup" search={{ next: href }} className={buttonClass()}>
            {t('account.signUp')}
          </Link>
        </div>
      }
    />
  )
}
