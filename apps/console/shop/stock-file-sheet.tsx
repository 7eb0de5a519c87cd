// Stock by spreadsheet: taken out, changed there, and shown row by row before any of it is true.
import { Download } from 'lucide-react'
import { useState, type ChangeEvent } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  buttonClass,
  DataTable,
  formatWhole,
  InlineError,
  Loading,
  Money,
  Sheet,
  useLocale,
  useText,
  type Column,
} from '#app/ui'
import type { OutputOf } from '#kernel/contract'
import { importStock, listMovements, listStock, previewStockFile } from '#modules/shop/contract'
import { useAct } from '../app/act.ts'

type Preview = OutputOf<typeof previewStockFile>
type Change = Preview['changes'][number]
type Fault = Preview['errors'][number]
type Chosen = { name: string; fileBase64: string }
/** A sheet shows so many; the file has them all. */
const SHOWN = 100
const OUR_COLUMNS = ['skuId', 'units', 'price'] as const

export function StockFileSheet({ shopId, onClose }: { shopId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [seen, setSeen] = useState<Preview | null>(null)
  const [moved, setMoved] = useState(false)
  const look = useAct(previewStockFile, { inline: true })
  const bring = useAct(importStock, {
    says: t('inventory.file.done', { n: seen?.changes.length ?? 0 }),
    refreshes: [listStock, listMovements],
    inline: true,
    onDone: onClose,
  })
  async function preview(file: Chosen): Promise<void> {
    setSeen(null)
    setSeen(await look.run({ shopId, fileBase64: file.fileBase64 }))
  }
  async function choose(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const [file] = event.target.files ?? []
    // The same file, corrected, may be chosen again.
    const input = event.target
    if (!file) return
    const read = { name: file.name, fileBase64: await base64Of(file) }
    input.value = ''
    bring.forget()
    setMoved(false)
    setChosen(read)
    await preview(read)
  }
  async function confirm(file: Chosen, { stamp }: Preview): Promise<void> {
    setMoved(false)
    if (await bring.run({ shopId, fileBase64: file.fileBase64, stamp })) return
    setMoved(true)
    await preview(file)
  }
  return (
    <Sheet open onClose={onClose} side="right" title={t('inventory.file.title')}>
      <div className="stack">
        <p className="muted">{t('inventory.file.how')}</p>
        <div className="row-form">
          <a className={buttonClass({})} href={`/api/v1/shops/${shopId}/stock/file`} download>
            <Download size={16} aria-hidden /> {t('inventory.file.template')}
          </a>
          <label className={buttonClass({ variant: seen ? 'secondary' : 'primary' })}>
            {t('inventory.file.choose')}
            <input
              type="file"
              className="visually-hidden"
              accept=".csv,.txt,text/csv"
              onChange={(e) => void choose(e)}
            />
          </label>
        </div>
        {look.busy ? <Loading>{t('inventory.file.reading')}</Loading> : null}
        <InlineError problem={look.problem} />
        {moved && bring.problem?.code === 'STALE' ? (
          <p className="bad" role="alert">
            {t('inventory.file.again')}
          </p>
        ) : (
          <InlineError problem={bring.problem} />
        )}
        {chosen && seen ? (
          <Seen
            name={chosen.name}
            preview={seen}
            busy={bring.busy}
            onConfirm={() => void confirm(chosen, seen)}
          />
        ) : null}
      </div>
    </Sheet>
  )
}

type SeenProps = { name: string; preview: Preview; busy: boolean; onConfirm: () => void }

function Seen({ name, preview, busy, onConfirm }: SeenProps) {
  const { t } = useTranslation()
  const { rows, changes, errors, errorCount } = preview
  return (
    <section className="stack stock-file" aria-label={name}>
      <p role="status">
        <b>{name}</b> · {t('inventory.file.summary', { rows, changes: changes.length })}
      </p>
      {errorCount > 0 ? (
        <>
          <p className="bad" role="alert">
            {t('inventory.file.wrong', { n: errorCount })}
          </p>
          <Faults faults={errors} />
          {errorCount > errors.length ? (
            <p className="muted">{t('inventory.file.more', { n: errors.length })}</p>
          ) : null}
        </>
      ) : changes.length === 0 ? (
        <p className="muted">{t('inventory.file.nothing')}</p>
      ) : (
        <>
          <ChangesTable changes={changes.slice(0, SHOWN)} />
          {changes.length > SHOWN ? <p className="muted">{t('inventory.file.first', { n: SHOWN })}</p> : null}
          <Button variant="primary" loading={busy} onClick={onConfirm}>
            {t('inventory.file.confirm', { n: changes.length })}
          </Button>
        </>
      )}
    </section>
  )
}

function Faults({ faults }: { faults: readonly Fault[] }) {
  const { t } = useTranslation()
  // A heading that is not ours is quoted as it was written.
  const named = (column: string | null) => {
    const ours = OUR_COLUMNS.find((c) => c === column)
    return ours ? t(`inventory.file.columns.${ours}`) : (column ?? '—')
  }
  const columns: Column<Fault>[] = [
    { key: 'row', head: t('inventory.file.row'), numeric: true, rowHeader: true, cell: (f) => f.row },
    { key: 'column', head: t('inventory.file.column'), cell: (f) => named(f.column) },
    { key: 'fault', head: t('inventory.file.fault'), cell: (f) => f.detail },
  ]
  return (
    <DataTable
      label={t('inventory.file.errors')}
      columns={columns}
      rows={[...faults]}
      rowKey={(f) => `${f.row} ${f.column} ${f.code}`}
    />
  )
}

function ChangesTable({ changes }: { changes: Change[] }) {
  const { t } = useTranslation()
  const text = useText()
  const locale = useLocale()
  const columns: Column<Change>[] = [
    { key: 'row', head: t('inventory.file.row'), numeric: true, cell: (c) => c.row },
    {
      key: 'goods',
      head: t('products.product'),
      rowHeader: true,
      cell: (c) => (
        <>
          {text(c.title)} <small className="muted">{text(c.skuName)}</small>
        </>
      ),
    },
    {
      key: 'stock',
      head: t('inventory.file.stock'),
      numeric: true,
      cell: ({ before, after }) =>
        before.onHand === after.onHand ? (
          '—'
        ) : (
          <span className="num-pair">{`${formatWhole(before.onHand, locale)} → ${formatWhole(after.onHand, locale)}`}</span>
        ),
    },
    {
      key: 'price',
      head: t('products.price'),
      numeric: true,
      cell: ({ before, after, currency }) =>
        before.priceMinor === after.priceMinor ? (
          '—'
        ) : (
          <>
            <Money minor={before.priceMinor} currency={currency} /> →{' '}
            <Money minor={after.priceMinor} currency={currency} />
          </>
        ),
    },
  ]
  return (
    <DataTable label={t('inventory.file.changes')} columns={columns} rows={changes} rowKey={(c) => c.skuId} />
  )
}

/** By way of a data URL: the browser's own encoder, whatever the file's size. */
const base64Of = (file: Blob) =>
  new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'))
    reader.readAsDataURL(file)
  })
