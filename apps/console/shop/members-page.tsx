// Who works in the shop and as what. A role is a bundle of permissions; the list says which.
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Avatar,
  Button,
  DataTable,
  DateTime,
  Dialog,
  Field,
  InlineError,
  Input,
  Panel,
  Select,
  type Column,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { ROLE_SCOPES, type RoleOf } from '#kernel/scopes'
import { addMember, listMembers, removeMember } from '#modules/identity/contract'
import { useAct } from '../app/act.ts'
import { useShopId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { useMay, useSession } from '../app/session.tsx'

type Member = OutputOf<typeof listMembers>['items'][number]
const ROLES = Object.keys(ROLE_SCOPES.shop) as RoleOf<'shop'>[]

export function MembersPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const may = useMay()
  const query = useQuery(queryOf(listMembers, { shopId }))
  return (
    <Page title={t('nav.members')} scope="member.read">
      {may('member.write') ? <AddMember shopId={shopId} /> : null}
      <Panel flush title={t('members.title')}>
        <Read query={query}>{({ items }) => <Members members={items} shopId={shopId} />}</Read>
      </Panel>
      <Panel title={t('members.roles')}>
        <dl className="role-list">
          {ROLES.map((r) => (
            <div key={r}>
              <dt>
                <b>{t(`role.shop.${r}`)}</b>
              </dt>
              <dd className="muted">{t(`members.may.${r}`)}</dd>
            </div>
          ))}
        </dl>
      </Panel>
    </Page>
  )
}

function Members({ members, shopId }: { members: Member[]; shopId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const { account } = useSession()
  const [leaving, setLeaving] = useState<Member | null>(null)
  const remove = useAct(removeMember, {
    refreshes: [listMembers],
    says: t('members.removed'),
    inline: true,
    onDone: () => setLeaving(null),
  })
  const columns: Column<Member>[] = [
    {
      key: 'who',
      head: t('members.who'),
      rowHeader: true,
      cell: (m) => (
        <span className="goods-cell">
          <Avatar url={m.avatarUrl} name={m.nickname} size={24} />
          {m.nickname}
          {m.accountId === account.id ? <small className="muted">{t('members.you')}</small> : null}
        </span>
      ),
    },
    { key: 'mail', head: t('door.email'), cell: (m) => m.email ?? '—' },
    { key: 'role', head: t('members.role'), cell: (m) => t(`role.shop.${m.role as RoleOf<'shop'>}`) },
    {
      key: 'since',
      head: t('members.since'),
      numeric: true,
      cell: (m) => <DateTime at={m.since} as="date" />,
    },
    {
      key: 'act',
      head: <span className="visually-hidden">{t('app.actions')}</span>,
      numeric: true,
      cell: (m) =>
        may('member.write') ? (
          <Button size="s" onClick={() => setLeaving(m)}>
            {t('members.remove')}
          </Button>
        ) : null,
    },
  ]
  return (
    <>
      <DataTable label={t('members.title')} columns={columns} rows={members} rowKey={(m) => m.accountId} />
      <Dialog
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t('members.removeTitle', { name: leaving?.nickname ?? '' })}
        actions={
          <>
            <Button onClick={() => setLeaving(null)}>{t('app.cancel')}</Button>
            <Button
              variant="danger"
              loading={remove.busy}
              onClick={() => leaving && void remove.run({ shopId, accountId: leaving.accountId })}
            >
              {t('members.remove')}
            </Button>
          </>
        }
      >
        <p>{t('members.removeDetail')}</p>
        <InlineError problem={remove.problem} />
      </Dialog>
    </>
  )
}

function AddMember({ shopId }: { shopId: string }) {
  const { t } = useTranslation()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<RoleOf<'shop'>>('operations')
  const act = useAct(addMember, {
    inline: true,
    refreshes: [listMembers],
    says: t('members.added'),
    onDone: () => setEmail(''),
  })
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    await act.run({ shopId, email, role })
  }
  return (
    <Panel title={t('members.add')}>
      <p className="muted">{t('members.addDetail')}</p>
      <form className="row-form" onSubmit={(e) => void submit(e)}>
        <Field label={t('door.email')} error={act.problem?.fieldError('email') ?? null} required>
          <Input type="email" autoComplete="off" value={email} onChange={(e) => setEmail(e.target.value)} />
        </Field>
        <Field label={t('members.role')}>
          <Select value={role} onChange={(e) => setRole(e.target.value as RoleOf<'shop'>)}>
            {ROLES.map((r) => (
              <option key={r} value={r}>
                {t(`role.shop.${r}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Button type="submit" variant="primary" loading={act.busy} disabled={email === ''}>
          {t('members.addIt')}
        </Button>
      </form>
      <InlineError problem={act.problem} />
    </Panel>
  )
}
