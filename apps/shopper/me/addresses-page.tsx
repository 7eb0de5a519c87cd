// The address book.
import { useQuery } from '@tanstack/react-query'
import { MapPin, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, problemOf } from '#app/client'
import { Button, Checkbox, Dialog, EmptyState, InlineError, Sheet, Tag, useLocale, useToast } from '#app/ui'
import { addAddress, listAddresses, removeAddress, replaceAddress } from '#modules/identity/contract'
import { api, queryOf, refresh } from '../app/api.ts'
import { Page, Read } from '../app/page.tsx'
import { AddressFields, EMPTY_ADDRESS, type AddressDraft } from '../checkout/address-fields.tsx'
import type { Address } from '../checkout/use-checkout.ts'
import { NeedsAccount } from './needs-account.tsx'

export function AddressesPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('addresses.title')} back>
      <NeedsAccount title={t('addresses.title')}>
        <Addresses />
      </NeedsAccount>
    </Page>
  )
}

function Addresses() {
  const { t } = useTranslation()
  const query = useQuery(queryOf(listAddresses, {}))
  const [editing, setEditing] = useState<Address | 'new' | null>(null)
  const [removing, setRemoving] = useState<Address | null>(null)
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setEditing('new')}>
      {t('addresses.add')}
    </Button>
  )
  return (
    <Read query={query}>
      {({ items }) => (
        <>
          {items.length === 0 ? (
            <EmptyState
              icon={MapPin}
              title={t('addresses.none')}
              detail={t('addresses.noneDetail')}
              action={add}
            />
          ) : null}
          <ul className="address-list">
            {items.map((a) => (
              <li key={a.id} className="card address-card">
                <p>
                  <b>{a.name}</b> <span className="num">{a.phone}</span>{' '}
                  {a.isDefault ? <Tag tone="plum">{t('addresses.default')}</Tag> : null}
                </p>
                <p className="muted">
                  {a.province} {a.city} {a.district} {a.detail}
                </p>
                <div className="card-actions">
                  <Button
                    size="s"
                    onClick={() => setEditing(a)}
                    aria-label={t('addresses.editOf', { name: a.name })}
                  >
                    {t('addresses.edit')}
                  </Button>
                  <Button
                    size="s"
                    variant="danger"
                    onClick={() => setRemoving(a)}
                    aria-label={t('addresses.removeOf', { name: a.name })}
                  >
                    {t('addresses.remove')}
                  </Button>
                </div>
              </li>
            ))}
          </ul>
          {items.length > 0 ? add : null}
          {editing ? <AddressSheet address={editing} onClose={() => setEditing(null)} /> : null}
          {removing ? <AskRemove address={removing} onClose={() => setRemoving(null)} /> : null}
        </>
      )}
    </Read>
  )
}

function AddressSheet({ address, onClose }: { address: Address | 'new'; onClose: () => void }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const [draft, setDraft] = useState<AddressDraft>(() =>
    address === 'new' ? EMPTY_ADDRESS : draftOf(address),
  )
  const [isDefault, setDefault] = useState(address !== 'new' && address.isDefault)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  async function save(): Promise<void> {
    setBusy(true)
    setProblem(null)
    try {
      if (address === 'new') await api.call(addAddress, { ...draft, isDefault })
      else await api.call(replaceAddress, { addressId: address.id, ...draft, isDefault })
      await refresh(listAddresses)
      onClose()
    } catch (error) {
      setProblem(problemOf(error, locale))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t(address === 'new' ? 'addresses.add' : 'addresses.edit')}
      footer={
        <Button type="submit" form="address" block size="l" variant="primary" loading={busy}>
          {t('app.save')}
        </Button>
      }
    >
      <form
        id="address"
        className="form"
        onSubmit={(e) => {
          e.preventDefault()
          void save()
        }}
      >
        <AddressFields draft={draft} onChange={setDraft} problem={problem} />
        <Checkbox
          label={t('addresses.makeDefault')}
          checked={isDefault}
          onChange={(e) => setDefault(e.currentTarget.checked)}
        />
        <InlineError problem={problem} />
      </form>
    </Sheet>
  )
}

const draftOf = ({ name, phone, province, city, district, detail }: Address): AddressDraft => ({
  name,
  phone,
  province,
  city,
  district,
  detail,
})

function AskRemove({ address, onClose }: { address: Address; onClose: () => void }) {
  const { t } = useTranslation()
  const locale = useLocale()
  const toast = useToast()
  async function go(): Promise<void> {
    try {
      await api.call(removeAddress, { addressId: address.id })
      await refresh(listAddresses)
      toast({
        text: t('addresses.removed'),
        action: {
          label: t('app.undo'),
          run: () =>
            void api
              .call(addAddress, { ...draftOf(address), isDefault: address.isDefault })
              .then(() => refresh(listAddresses)),
        },
      })
    } catch (error) {
      toast({ text: problemOf(error, locale).title, tone: 'bad' })
    }
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('addresses.removeAsk')}
      actions={
        <>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button variant="danger" onClick={() => void go()}>
            {t('addresses.remove')}
          </Button>
        </>
      }
    >
      <p>
        {address.name} · {address.detail}
      </p>
    </Dialog>
  )
}
