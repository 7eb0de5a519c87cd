// Who works for the shop or for the creator, and as what. A role is a bundle of permissions; the list says which.
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
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
import type { ApiProblem } from '#app/client'
import type { OutputOf } from '#kernel/contract'
import { ROLE_SCOPES, type RoleOf } from '#kernel/scopes'
import {
  addCreatorMember,
  addMember,
  listCreatorMembers,
  listMembers,
  removeCreatorMember,
  removeMember,
} from '#modules/identity/contract'
import { useAct } from '../app/act.ts'
import { useCreatorId, useShopId } from '../app/address.ts'
import { queryOf } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { useMay, useSession } from '../app/session.tsx'

type Kind = 'shop' | 'creator'
type Members = OutputOf<typeof listMembers>
type Member = Members['items'][number]
/** What can be done about members; each says whether it worked. */
type Act<T> = { run: (of: T) => Promise<boolean>; busy: boolean; problem: ApiProblem | null }
type TeamProps = {
  kind: Kind
  query: UseQueryResult<Members>
  add: Act<{ email: string; role: string }>
  remove: Act<{ accountId: string }>
}

export function ShopMembersPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const shared = { refreshes: [listMembers], inline: true }
  const add = useAct(addMember, { ...shared, says: t('members.added') })
  const remove = useAct(removeMember, { ...shared, says: t('members.removed') })
  return (
    <Team
      kind="shop"
      query={useQuery(queryOf(listMembers, { shopId }))}
      add={{
        ...add,
        run: async (who) => !!(await add.run({ shopId, ...who, role: who.role as RoleOf<'shop'> })),
      }}
      remove={{ ...remove, run: async (who) => !!(await remove.run({ shopId, ...who })) }}
    />
  )
}

export function CreatorMembersPage() {
  const { t } = useTranslation()
  const creatorId = useCreatorId()
  const shared = { refreshes: [listCreatorMembers], inline: true }
  const add = useAct(addCreatorMember, { ...shared, says: t('members.added') })
  const remove = useAct(removeCreatorMember, { ...shared, says: t('members.removed') })
  return (
    <Team
      kind="creator"
      query={useQuery(queryOf(listCreatorMembers, { creatorId }))}
      add={{
        ...add,
        run: async (who) => !!(await add.run({ creatorId, ...who, role: who.role as RoleOf<'creator'> })),
      }}
      remove={{ ...remove, run: async (who) => !!(await remove.run({ creatorId, ...who })) }}
    />
  )
}

function Team({ kind, query, add, remove }: TeamProps) {
  const { t } = useTranslation()
  const may = useMay()
  const roles = Object.keys(ROLE_SCOPES[kind])
  return (
    <Page title={t('nav.members')} scope="member.read">
      {may('member.write') ? <AddMember kind={kind} roles={roles} act={add} /> : null}
      <Panel flush title={t('members.title')}>
        <Read query={query}>{({ items }) => <List kind={kind} members={items} remove={remove} />}</Read>
      </Panel>
      <Panel title={t('members.roles')}>
        <dl className="role-list">
          {roles.map((r) => (
            <div key={r}>
              <dt>
                <b>{roleWord(t, kind, r)}</b>
              </dt>
              <dd className="muted">{t(`members.may.${kind}.${r}` as 'members.may.shop.owner')}</dd>
            </div>
          ))}
        </dl>
      </Panel>
    </Page>
  )
}

const roleWord = (t: TFunction, kind: Kind, role: string) => t(`role.${kind}.${role}` as 'role.shop.owner')

function List({
  kind,
  members,
  remove,
}: Pick<TeamProps, 'kind' | 'remove'> & { members: readonly Member[] }) {
  const { t } = useTranslation()
  const may = useMay()
  const { account } = useSession()
  const [leaving, setLeaving] = useState<Member | null>(null)
  const letGo = async () => {
    if (leaving && (await remove.run({ accountId: leaving.accountId }))) setLeaving(null)
  }
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
    { key: 'role', head: t('members.role'), cell: (m) => roleWord(t, kind, m.role) },
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
            <Button variant="danger" loading={remove.busy} onClick={() => void letGo()}>
              {t('members.remove')}
            </Button>
          </>
        }
      >
        <p>{t(`members.removeDetail.${kind}`)}</p>
        <InlineError problem={remove.problem} />
      </Dialog>
    </>
  )
}

function AddMember({ kind, roles, act }: { kind: Kind; roles: readonly string[]; act: TeamProps['add'] }) {
  const { t } = useTranslation()
  const [email, setEmail] = useState('')
  // The owner stands first; whoever is added is mostly none.
  const [role, setRole] = useState(roles[1]!)
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (await act.run({ email, role })) setEmail('')
  }
  return (
    <Panel title={t('members.add')}>
      <p className="muted">{t('members.addDetail')}</p>
      <form className="row-form" onSubmit={(e) => void submit(e)}>
        <Field label={t('door.email')} error={act.problem?.fieldError('email') ?? null} required>
          <Input type="email" autoComplete="off" value={email} onChange={(e) => setEmail(e.target.value)} />
        </Field>
        <Field label={t('members.role')}>
          <Select value={role} onChange={(e) => setRole(e.target.value)}>
            {roles.map((r) => (
              <option key={r} value={r}>
                {roleWord(t, kind, r)}
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
