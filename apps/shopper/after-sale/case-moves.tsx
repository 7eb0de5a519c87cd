// What the buyer can do with the case now: a button for each move the server allows, and a form for what it needs to know.
import { useState } from 'react'
import { Button, Field, InlineError, Input, Select, Sheet, Textarea, useText } from '#app/ui'
import { CARRIERS } from '#kernel/carriers'
import { BUYER_MOVES, moveAfterSale } from '#modules/trade/contract'
import { api } from '../app/api.ts'
import { PicturesField } from './pictures-field.tsx'
import { useCaseCall, type Case } from './use-call.ts'
import { useCaseWords } from './words.ts'

type Move = (typeof BUYER_MOVES)[number]
const STRONG: readonly Move[] = ['send-back', 'confirm', 'give-evidence']

export function CaseMoves({ of: c }: { of: Case }) {
  const w = useCaseWords()
  const [asking, setAsking] = useState<Move | null>(null)
  const moves = BUYER_MOVES.filter((m) => c.moves.includes(m))
  if (moves.length === 0) return null
  return (
    <div className="order-actions">
      {moves.map((m) => (
        <Button
          key={m}
          size="l"
          variant={STRONG.includes(m) ? 'primary' : 'secondary'}
          onClick={() => setAsking(m)}
        >
          {w(`do.${m}`)}
        </Button>
      ))}
      {asking ? <MoveSheet key={asking} of={c} move={asking} onClose={() => setAsking(null)} /> : null}
    </div>
  )
}

function MoveSheet({ of: c, move, onClose }: { of: Case; move: Move; onClose: () => void }) {
  const w = useCaseWords()
  const text = useText()
  const [carrier, setCarrier] = useState(CARRIERS[0]!.zh as string)
  const [trackingNo, setTrackingNo] = useState('')
  const [note, setNote] = useState('')
  const [media, setMedia] = useState<string[]>([])
  const { busy, problem, run } = useCaseCall()
  const sends = move === 'send-back'
  const tells = move === 'escalate' || move === 'give-evidence'
  async function go(): Promise<void> {
    const done = await run((idempotencyKey) =>
      api.call(
        moveAfterSale,
        {
          afterSaleId: c.afterSaleId,
          move,
          expectedVersion: c.version,
          ...(sends ? { carrier, trackingNo: trackingNo.trim() } : {}),
          ...(note.trim() ? { note } : {}),
          ...(media.length > 0 ? { media } : {}),
        },
        { idempotencyKey },
      ),
    )
    if (done) onClose()
  }
  const short = (sends && trackingNo.trim() === '') || (tells && note.trim() === '')
  return (
    <Sheet
      open
      onClose={onClose}
      title={w(`do.${move}`)}
      footer={
        <Button block size="l" variant="primary" loading={busy} disabled={short} onClick={() => void go()}>
          {w(`do.${move}`)}
        </Button>
      }
    >
      <div className="form">
        <p className="muted">{w(`doMeans.${move}`)}</p>
        {sends ? (
          <>
            <Field label={w('carrier')}>
              <Select value={carrier} onChange={(e) => setCarrier(e.target.value)}>
                {CARRIERS.map((x) => (
                  <option key={x.zh} value={x.zh}>
                    {text(x)}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label={w('trackingNo')} error={problem?.fieldError('trackingNo') ?? null} required>
              <Input value={trackingNo} maxLength={40} onChange={(e) => setTrackingNo(e.target.value)} />
            </Field>
          </>
        ) : null}
        {tells ? (
          <>
            <Field label={w('words')} error={problem?.fieldError('note') ?? null} required>
              <Textarea maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />
            </Field>
            <PicturesField label={w('apply.evidence')} media={media} onChange={setMedia} />
          </>
        ) : null}
        <InlineError problem={problem} />
      </div>
    </Sheet>
  )
}
