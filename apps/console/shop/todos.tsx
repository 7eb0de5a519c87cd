// What waits for the shop, the nearest deadline first, what is late in rose.
import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DateTime, EmptyState, Panel } from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { getTodos } from '#modules/trade/contract'
import { queryOf } from '../app/api.ts'
import { Read, RowsSkeleton } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import { TODO_SCOPE } from '../app/todo-scope.ts'

type Todo = OutputOf<typeof getTodos>['todos'][number]

const TONE: Record<Todo['kind'], 'rose' | 'amber' | 'plain'> = {
  'ship-late': 'rose',
  'ship-soon': 'amber',
  'refunds-to-decide': 'amber',
  'to-ship': 'plain',
  'reviews-to-answer': 'plain',
  'webhooks-off': 'rose',
}
const ORDER: readonly Todo['kind'][] = [
  'webhooks-off',
  'ship-late',
  'ship-soon',
  'refunds-to-decide',
  'to-ship',
  'reviews-to-answer',
]

function linkOf(kind: Todo['kind'], shopId: string): LinkProps {
  const params = { shopId }
  if (kind === 'refunds-to-decide') return { to: '/shop/$shopId/after-sales', params }
  if (kind === 'reviews-to-answer')
    return { to: '/shop/$shopId/reviews', params, search: { unanswered: 'true' } }
  if (kind === 'webhooks-off') return { to: '/shop/$shopId/developers', params }
  return { to: '/shop/$shopId/ship', params, search: { queue: kind } }
}

export function Todos({ shopId }: { shopId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const query = useQuery({ ...queryOf(getTodos, { shopId }), refetchInterval: 60_000 })
  return (
    <Panel title={t('home.todos')}>
      <Read query={query} skeleton={<RowsSkeleton rows={3} />}>
        {({ todos }) => {
          const open = todos
            .filter((d) => d.count > 0 && may(TODO_SCOPE[d.kind]))
            .toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
          if (open.length === 0)
            return (
              <EmptyState icon={CircleCheck} title={t('home.noTodos')} detail={t('home.noTodosDetail')} />
            )
          return (
            <ul className="todos">
              {open.map((d) => (
                <li key={d.kind}>
                  <Link {...linkOf(d.kind, shopId)} className={`todo todo-${TONE[d.kind]}`}>
                    <span>
                      {t(`todo.${d.kind}`)}
                      {d.deadline ? (
                        <small>
                          {t('todo.nearest')} <DateTime at={d.deadline} />
                        </small>
                      ) : null}
                    </span>
                    <b className="num">{d.count}</b>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }}
      </Read>
    </Panel>
  )
}
