// A table from a spreadsheet: order, carrier, number. Every row is judged before anything is sent, and answered for by itself after.
import { useState, type ChangeEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, buttonClass, DataTable, Field, Panel, Tag, Textarea, type Column } from '#app/ui'
import { ShortId } from '../../app/names.tsx'
import { Results } from './results.tsx'
import { MOST_ROWS, readRows, textOfFile, type PastedRow } from './rows.ts'
import { useShipBatch } from './ship-batch.ts'

export function PasteForm({ shopId, carrier }: { shopId: string; carrier: string }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const batch = useShipBatch()
  const rows = readRows(text, carrier)
  const good = rows.filter((r) => r.wrong === null).slice(0, MOST_ROWS)
  async function send(): Promise<void> {
    const done = await batch.run({
      shopId,
      rows: good.map(({ orderId, carrier: with_, trackingNo }) => ({ orderId, carrier: with_, trackingNo })),
    })
    if (done) setText('')
  }
  async function load(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = event.target.files?.[0]
    if (file) setText(textOfFile(new Uint8Array(await file.arrayBuffer())))
  }
  const columns: Column<PastedRow>[] = [
    { key: 'line', head: t('shipping.line'), numeric: true, cell: (r) => r.line },
    { key: 'order', head: t('orders.no'), rowHeader: true, cell: (r) => <ShortId id={r.orderId} /> },
    { key: 'carrier', head: t('ship.carrier'), cell: (r) => r.carrier },
    {
      key: 'number',
      head: t('ship.trackingNo'),
      cell: (r) => <span className="num">{r.trackingNo || '—'}</span>,
    },
    {
      key: 'check',
      head: t('shipping.check'),
      cell: (r) =>
        r.wrong === null ? (
          <Tag tone="jade">{t('shipping.rowGood')}</Tag>
        ) : (
          <Tag tone="rose">{t(`shipping.wrong.${r.wrong}`)}</Tag>
        ),
    },
  ]
  return (
    <>
      <Panel title={t('shipping.way.paste')}>
        <div className="form">
          <Field label={t('shipping.pasteLabel')} hint={t('shipping.pasteHint')}>
            <Textarea rows={5} spellCheck={false} value={text} onChange={(e) => setText(e.target.value)} />
          </Field>
          <p>
            <label className={buttonClass({ size: 's' })}>
              {t('shipping.file')}
              <input
                type="file"
                className="visually-hidden"
                accept=".csv,.txt,text/csv"
                onChange={(e) => void load(e)}
              />
            </label>
          </p>
          {rows.length > MOST_ROWS ? <p className="bad">{t('shipping.tooMany', { n: MOST_ROWS })}</p> : null}
          <Button
            variant="primary"
            disabled={good.length === 0}
            loading={batch.busy}
            onClick={() => void send()}
          >
            {t('shipping.shipRows', { n: good.length })}
          </Button>
        </div>
      </Panel>
      {rows.length > 0 ? (
        <Panel flush>
          <DataTable
            label={t('shipping.way.paste')}
            columns={columns}
            rows={rows}
            rowKey={(r) => String(r.line)}
          />
        </Panel>
      ) : null}
      {batch.results ? <Results shopId={shopId} results={batch.results} /> : null}
    </>
  )
}
