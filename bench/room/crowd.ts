// A crowd in a room, in a process of its own: raw sockets and frame lengths, because a thousand clients of a real library would be
// what is measured. A tick's bytes are the same for a part of the crowd, so each is parsed once.
import net from 'node:net'
import { signTicket } from '#platform/channel/ticket'
import { MAX_MS, type CrowdPlan, type CrowdReport, type FromCrowd, type ToCrowd } from './protocol.ts'

type Member = {
  socket: net.Socket
  rest: Buffer | null
  up: boolean
  first: number
  seq: number
  out: boolean
  /** Number of its account. */
  n: number
  /** It was here before. */
  isBack: boolean
  /** It is among `members`, and stays there. */
  isListed: boolean
}

const AT_ONCE = 200
const BEAT_MS = 5_000
const AGAIN_MS = 500
const members: Member[] = []
let plan: CrowdPlan
let counts = fresh()
let started = false
let flooding = false
let written = 0
let offered = 0

function fresh() {
  return {
    tickFrames: 0,
    /** Moments at which the lines of a tick were written, by the tick. */
    ticks: new Map<string, number[]>(),
    events: new Map<number, number>(),
    lines: 0,
    lineMs: new Uint32Array(MAX_MS + 1),
    eventMs: new Uint32Array(MAX_MS + 1),
    closed: 0,
    /** Comings back after a close, with the last number. */
    returns: 0,
  }
}
const into = (histogram: Uint32Array, ms: number) => {
  histogram[Math.max(0, Math.min(MAX_MS, Math.round(ms)))]! += 1
}

process.on('message', (message: ToCrowd) => {
  if (message.do === 'start') void start(message.plan)
  else if (message.do === 'reset') {
    counts = fresh()
    for (const m of members) {
      m.first = m.seq
      m.out = false
    }
  } else if (message.do === 'quiet') flooding = false
  else send({ report: report() })
})
process.on('disconnect', () => process.exit(0))
const send = (message: FromCrowd) => process.send!(message)

async function start(given: CrowdPlan): Promise<void> {
  plan = given
  const waiting = Array.from({ length: plan.sockets }, (_, i) => plan.from + i)
  const worker = async () => {
    for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) await enter(n)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  started = true
  send({ up: members.filter((m) => m.up).length })
  if (plan.manner !== 'stall') beats()
  if (plan.manner === 'flood') flood()
}

function enter(n: number): Promise<void> {
  const member: Member = {
    socket: new net.Socket(),
    rest: null,
    up: false,
    first: 0,
    seq: 0,
    out: false,
    n,
    isBack: false,
    isListed: false,
  }
  return connect(member)
}

/** Also for one that was there before: it says how far it is, as a real client does. */
function connect(member: Member): Promise<void> {
  const ticket = signTicket(plan.secret, {
    v: 1,
    roomId: plan.roomId,
    accountId: `usr_${String(member.n).padStart(26, '0')}`,
    name: `看客${member.n}`,
    role: 'viewer',
    guest: false,
    source: 'feed',
    expiresAtMs: Date.now() + 600_000,
  })
  return new Promise((resolve) => {
    const socket = net.connect({ port: plan.port, host: '127.0.0.1', localAddress: plan.localAddress })
    Object.assign(member, { socket, rest: null, up: false })
    socket.setNoDelay(true)
    socket.write(
      `GET /rooms/${plan.roomId}?ticket=${ticket}&since=${member.seq} HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    )
    socket.on('error', () => {})
    socket.on('close', () => {
      counts.closed += 1
      member.up = false
      resolve()
      if (started && plan.manner === 'watch') setTimeout(() => void comeBack(member), AGAIN_MS)
    })
    socket.on('data', (chunk) => {
      if (!member.up) {
        const end = chunk.indexOf('\r\n\r\n')
        if (end < 0) return
        member.up = true
        if (!member.isListed) members.push(member)
        member.isListed = true
        resolve()
        if (plan.manner === 'stall') return void socket.pause()
        chunk = chunk.subarray(end + 4)
      }
      read(member, chunk)
    })
  })
}

const comeBack = (member: Member): Promise<void> => {
  counts.returns += 1
  return connect(member)
}

function read(member: Member, chunk: Buffer): void {
  let data = member.rest ? Buffer.concat([member.rest, chunk]) : chunk
  member.rest = null
  while (data.length >= 2) {
    const short = data[1]! & 127
    const head = short < 126 ? 2 : short === 126 ? 4 : 10
    if (data.length < head) break
    const length =
      short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2))
    if (data.length < head + length) break
    take(member, data[0]! & 15, data.subarray(head, head + length))
    data = data.subarray(head + length)
  }
  if (data.length > 0) member.rest = data
}

const TEXT = 1
const PING = 9

/** `{"t":"tick","nowMs":1732…`: the kind is the seventh byte, the clock the same for everybody. */
function take(member: Member, opcode: number, payload: Buffer): void {
  if (opcode === PING) return void member.socket.write(masked(payload, 10))
  if (opcode !== TEXT) return
  const kind = payload[6]
  if (kind === 0x74) return takeTick(payload) // tick
  if (kind === 0x65) return takeEvent(member, payload) // event
  if (kind === 0x68) takeHello(member, payload) // hello
}

/** Whoever comes back is told what it missed in the hello; `null` there is a gap that only the log could fill. */
function takeHello(member: Member, payload: Buffer): void {
  const seq = numberAfter(payload, '"seq":')
  if (!member.isBack) {
    member.isBack = true
    member.first = member.seq = seq
    return
  }
  const { events } = JSON.parse(payload.toString('utf8')) as { events: { seq: number }[] | null }
  if (events === null) member.out ||= seq !== member.seq
  else for (const e of events) member.out ||= e.seq !== ++member.seq
  member.seq = seq
}

function takeTick(payload: Buffer): void {
  // Parts of a crowd are told at different moments: the last moment, the length and the first line tell frames apart.
  const key = `${payload.length} ${payload.toString('latin1', 14, 90)}`
  counts.tickFrames += 1
  let moments = counts.ticks.get(key)
  if (!moments) {
    const { chat = [] } = JSON.parse(payload.toString('utf8')) as { chat?: { text: string }[] }
    moments = chat.map((l) => Number(/@(\d+)/.exec(l.text)?.[1])).filter(Number.isFinite)
    counts.ticks.set(key, moments)
  }
  const now = Date.now()
  counts.lines += moments.length
  for (const ms of moments) into(counts.lineMs, now - ms)
}

function takeEvent(member: Member, payload: Buffer): void {
  const seq = numberAfter(payload, '"seq":')
  let at = counts.events.get(seq)
  if (at === undefined) {
    at = Date.parse((JSON.parse(payload.toString('utf8')) as { at: string }).at)
    counts.events.set(seq, at)
  }
  into(counts.eventMs, Date.now() - at)
  if (seq !== member.seq + 1) member.out = true
  member.seq = seq
}

function numberAfter(payload: Buffer, name: string): number {
  let n = 0
  for (let i = payload.indexOf(name) + name.length; payload[i]! >= 48 && payload[i]! <= 57; i++)
    n = n * 10 + payload[i]! - 48
  return n
}

/** A mask of zeros leaves the bytes as they are. */
function masked(payload: Buffer, opcode = TEXT): Buffer {
  const head = payload.length < 126 ? 6 : 8
  const out = Buffer.alloc(head + payload.length)
  out[0] = 0x80 | opcode
  out[1] = 0x80 | (payload.length < 126 ? payload.length : 126)
  if (head === 8) out.writeUInt16BE(payload.length, 2)
  payload.copy(out, head)
  return out
}

/** Everybody every 5 s, a fiftieth at a time. */
function beats(): void {
  const slices = 50
  let slice = 0
  const from = Date.now()
  setInterval(() => {
    const frame = masked(Buffer.from(JSON.stringify({ t: 'beat', at: (Date.now() - from) / 1_000 })))
    for (let i = slice; i < members.length; i += slices) if (members[i]!.up) members[i]!.socket.write(frame)
    slice = (slice + 1) % slices
  }, BEAT_MS / slices)
}

/**
 * What its sockets take: one that is full is not written to, as a browser's would not be. A tenth of them at a time, half a second's
 * lines at once.
 */
function flood(): void {
  flooding = true
  const each = plan.perSecond / 2
  const batches = Array.from({ length: 50 }, (_, b) =>
    Buffer.concat(
      Array.from({ length: each }, (_, i) =>
        masked(Buffer.from(JSON.stringify({ t: 'chat', id: `${b}-${i}`, text: `刷屏第${b * each + i}遍` }))),
      ),
    ),
  )
  let slice = 0
  const timer = setInterval(() => {
    if (!flooding) return clearInterval(timer)
    slice = (slice + 1) % 10
    for (let i = slice; i < members.length; i += 10) {
      const { socket, up } = members[i]!
      offered += each
      if (!up || socket.writableLength > 65_536) continue
      socket.write(batches[i % batches.length]!)
      written += each
    }
  }, 50)
}

function report(): CrowdReport {
  const lastSeq = Math.max(0, ...members.map((m) => m.seq))
  return {
    tickFrames: counts.tickFrames,
    lines: counts.lines,
    lineMs: [...counts.lineMs],
    eventMs: [...counts.eventMs],
    complete: members.filter((m) => m.up && !m.out && m.seq === lastSeq).length,
    lastSeq,
    outOfOrder: members.filter((m) => m.out).length,
    closed: counts.closed,
    returns: counts.returns,
    written,
    offered,
  }
}
