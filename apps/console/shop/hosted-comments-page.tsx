// Comments that creators let this shop answer, under contents that carry its goods (商家托管). Answers are marked as the shop's.
import { MessageCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { EmptyState, Panel } from '#app/ui'
import { listHostedComments, replyAsShop, type DeskComment } from '#modules/content/contract'
import { useAct } from '../app/act.ts'
import { useFilters, useShopId } from '../app/address.ts'
import { CommentCard } from '../app/comment-card.tsx'
import { FilterChips } from '../app/filter-chips.tsx'
import { useList } from '../app/list.ts'
import { List, Page } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'

export function HostedCommentsPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const [filters, setFilters] = useFilters()
  const unanswered = filters.show === 'unanswered'
  const query = useList(listHostedComments, { shopId, ...(unanswered ? { show: 'unanswered' } : {}) })
  return (
    <Page title={t('nav.hostedComments')} scope="product.read">
      <FilterChips
        label={t('comments.filter')}
        value={unanswered ? 'unanswered' : ''}
        onChange={(next) => setFilters({ show: next || undefined })}
        options={[
          { value: '' as const, label: t('app.all') },
          { value: 'unanswered' as const, label: t('comments.show.unanswered') },
        ]}
      />
      <List
        query={query}
        empty={
          <Panel>
            <EmptyState
              icon={MessageCircle}
              title={t(unanswered ? 'comments.noneHere' : 'comments.noHosted')}
              detail={t(unanswered ? 'comments.noneHereDetail' : 'comments.noHostedDetail')}
            />
          </Panel>
        }
      >
        {(items) => (
          <ul className="stack">
            {items.map((c) => (
              <Hosted key={c.commentId} comment={c} shopId={shopId} />
            ))}
          </ul>
        )}
      </List>
    </Page>
  )
}

function Hosted({ comment, shopId }: { comment: DeskComment; shopId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const answer = useAct(replyAsShop, {
    inline: true,
    says: t('comments.answered'),
    refreshes: [listHostedComments],
  })
  const { commentId, reply } = comment
  // An answer of the creator, or of another shop, stands.
  const open = reply === null || reply.shopId === shopId
  return (
    <CommentCard
      comment={comment}
      answering={
        open && may('refund.decide')
          ? {
              busy: answer.busy,
              problem: answer.problem,
              send: async (text) => (await answer.run({ shopId, commentId, text })) !== null,
            }
          : null
      }
    />
  )
}
