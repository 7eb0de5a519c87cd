// At the packing table: the order is scanned, then the number on the waybill; it ships, and the cursor is back at the first field.
import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, Input, Panel } from '#app/ui'
import { Results } from './results.tsx'
import { readRows } from './rows.ts'
import { useShipBatch } from './ship-batch.ts'

export function ScanForm({ shopId, carrier }: { shopId: string; carrier: string }) {
  const { t } = useTranslation()
  const batch = useShipBatch()
  const orderField = useRef<HTMLInputElement>(null)
  const numberField = useRef<HTMLInputElement>(null)
  const [orderId, setOrderId] = useState('')
  const [trackingNo, setTrackingNo] = useState('')
  const [row] = readRows(`${orderId}\t${carrier}\t${trackingNo}`, carrier)
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (trackingNo === '') return numberField.current?.focus()
    if (!row || row.wrong !== null) return
    const done = await batch.run({ shopId, rows: [{ orderId, carrier, trackingNo }] })
    if (done?.results[0]?.package) {
      setOrderId('')
      setTrackingNo('')
      orderField.current?.focus()
    }
  }
  return (
    <>
      <Panel title={t('shipping.way.scan')}>
        <form className="ship-scan" onSubmit={(e) => void submit(e)}>
          <Field
            label={t('orders.no')}
            error={orderId !== '' && row?.wrong === 'order' ? t('shipping.wrong.order') : null}
          >
            <Input
              ref={orderField}
              autoComplete="off"
              spellCheck={false}
              value={orderId}
              onChange={(e) => setOrderId(e.target.value.trim())}
            />
          </Field>
          <Field
            label={t('ship.trackingNo')}
            error={trackingNo !== '' && row?.wrong === 'number' ? t('ship.trackingBad') : null}
          >
            <Input
              ref={numberField}
              autoComplete="off"
              spellCheck={false}
              value={trackingNo}
              onChange={(e) => setTrackingNo(e.target.value.trim())}
            />
          </Field>
          <Button type="submit" variant="primary" loading={batch.busy} disabled={orderId === ''}>
            {t('ship.title')}
          </Button>
        </form>
        <p className="muted">{t('shipping.scanHint')}</p>
      </Panel>
      {batch.results ? <Results shopId={shopId} results={batch.results} /> : null}
    </>
  )
}
