// A new agreement: its terms, tried out on what the party really settled before anybody is asked to sign them.
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, InlineError, Input, MoneyInput, Panel, Select, Sheet, Textarea } from '#app/ui'
import type { OutputOf, RequestOf } from '#kernel/contract'
import { draftAgreement, listAccounts, listAgreements, simulateAgreement } from '#modules/ledger/contract'
import { useAct } from '../app/act.ts'
import { useList } from '../app/list.ts'
import { readPercent } from '../app/percent.ts'
import { useSession } from '../app/session.tsx'
import { Progress, YearTiles } from '../agreements/agreement-view.tsx'
import { PartyOptions } from './party-options.tsx'

type Terms = RequestOf<typeof simulateAgreement>
type Row = { thresholdMinor: string | null; percent: string }
const ROLES = ['merchant', 'creator', 'agency'] as const
const EMPTY: Row = { thresholdMinor: null, percent: '' }

export function DraftSheet({
  onClose,
  onDone,
}: {
  onClose: () => void
  onDone: (agreementId: string) => void
}) {
  const { t } = useTranslation()
  const thisYear = new Date(useSession().now).getFullYear()
  const [role, setRole] = useState<Terms['role']>('merchant')
  const [partyId, setPartyId] = useState('')
  const [year, setYear] = useState(String(thisYear))
  const [mode, setMode] = useState<Terms['mode']>('rebate')
  const [basis, setBasis] = useState<Terms['basis']>('marginal')
  const [rows, setRows] = useState<Row[]>([EMPTY, EMPTY])
  const [withoutNew, setWithoutNew] = useState(false)
  const [note, setNote] = useState('')
  const parties = useList(listAccounts, { limit: '100', partyType: role })
  const simulate = useAct(simulateAgreement, { inline: true })
  const [tried, setTried] = useState<OutputOf<typeof simulateAgreement> | null>(null)
  const draft = useAct(draftAgreement, {
    inline: true,
    says: t('agreement.drafted'),
    refreshes: [listAgreements],
    onDone: (made) => onDone(made.agreementId),
  })
  const tiers = rows.flatMap(({ thresholdMinor, percent }) => {
    const rateBps = readPercent(percent)
    return thresholdMinor === null || rateBps === null ? [] : [{ thresholdMinor, rateBps }]
  })
  const ready = partyId !== '' && tiers.length > 0
  const terms: Terms = {
    role,
    partyId,
    year: Number(year),
    mode,
    basis,
    tiers,
    exclusions: withoutNew ? ['emerging'] : [],
  }
  const change = (i: number, part: Partial<Row>) =>
    setRows((all) => all.map((r, k) => (k === i ? { ...r, ...part } : r)))
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    await draft.run({ ...terms, note })
  }
  return (
    <Sheet open onClose={onClose} side="right" title={t('agreement.draft')} className="sheet-wide">
      <form className="stack" onSubmit={(e) => void submit(e)}>
        <div className="row-form">
          <Field label={t('ledger.partyType')}>
            <Select
              value={role}
              onChange={(e) => {
                setRole(e.target.value as Terms['role'])
                setPartyId('')
                setMode('rebate')
              }}
            >
              {ROLES.map((r) => (
                <option key={r} value={r}>
                  {t(`ledger.parties.${r}`)}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t('agreement.party')} required>
            <Select value={partyId} onChange={(e) => setPartyId(e.target.value)}>
              <option value="">{t('app.choose')}</option>
              <PartyOptions ids={[...new Set((parties.data?.items ?? []).map((a) => a.partyId))]} />
            </Select>
          </Field>
          <Field label={t('agreement.year')}>
            <Select value={year} onChange={(e) => setYear(e.target.value)}>
              {[thisYear, thisYear + 1].map((y) => (
                <option key={y}>{y}</option>
              ))}
            </Select>
          </Field>
          <Field label={t('agreement.mode')}>
            <Select value={mode} onChange={(e) => setMode(e.target.value as Terms['mode'])}>
              <option value="rebate">{t('agreement.modes.rebate')}</option>
              {role === 'merchant' ? (
                <option value="lower-rate">{t('agreement.modes.lower-rate')}</option>
              ) : null}
            </Select>
          </Field>
          <Field label={t('agreement.basis')}>
            <Select value={basis} onChange={(e) => setBasis(e.target.value as Terms['basis'])}>
              <option value="marginal">{t('agreement.bases.marginal')}</option>
              <option value="whole">{t('agreement.bases.whole')}</option>
            </Select>
          </Field>
        </div>
        <Panel
          title={t('agreement.tiers')}
          action={<Button onClick={() => setRows((all) => [...all, EMPTY])}>{t('agreement.addTier')}</Button>}
        >
          {rows.map((row, i) => (
            // Tiers have no name but their place.
            // oxlint-disable-next-line no-array-index-key
            <div className="row-form" key={i}>
              <Field label={t('agreement.threshold')}>
                <MoneyInput
                  minor={row.thresholdMinor}
                  onChange={(thresholdMinor) => change(i, { thresholdMinor })}
                />
              </Field>
              <Field label={t('rates.ratePercent')}>
                <Input
                  inputMode="decimal"
                  value={row.percent}
                  onChange={(e) => change(i, { percent: e.target.value })}
                />
              </Field>
            </div>
          ))}
        </Panel>
        <label className="check-line">
          <input type="checkbox" checked={withoutNew} onChange={(e) => setWithoutNew(e.target.checked)} />{' '}
          {t('agreement.withoutNew')}
        </label>
        <Field label={t('agreement.note')}>
          <Textarea rows={2} maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />
        </Field>
        <InlineError problem={draft.problem ?? simulate.problem} />
        <div className="row-form">
          <Button
            disabled={!ready}
            loading={simulate.busy}
            onClick={() => void simulate.run(terms).then((out) => setTried(out))}
          >
            {t('agreement.simulate')}
          </Button>
          <Button type="submit" variant="primary" disabled={!ready} loading={draft.busy}>
            {t('agreement.saveDraft')}
          </Button>
        </div>
      </form>
      {tried ? (
        <div className="stack" aria-live="polite">
          {(['thisYear', 'lastYear'] as const).map((which) => (
            <Panel key={which} title={t(`agreement.tried.${which}`)}>
              <Progress year={tried[which]} currency={tried.currency} />
              <YearTiles year={tried[which]} currency={tried.currency} />
            </Panel>
          ))}
        </div>
      ) : null}
    </Sheet>
  )
}
