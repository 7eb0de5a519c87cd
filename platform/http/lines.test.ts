// The places of a line under callers who hang up: while they wait for their turn, before their body came, while they are served. Whatever
// they do, every place is free again; lost ones would turn a server away from everybody for good.
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { fastify, type FastifyInstance } from 'fastify'
import { z } from 'zod'
import { endpoint } from '#kernel/contract'
import { until } from '#tests/support/until'
import { createLines } from './lines.ts'

const order = endpoint({
  id: 'test.order',
  method: 'POST',
  path: '/order',
  summary: { zh: '下单', en: 'Order' },
  access: { kind: 'public' },
  input: z.object({}),
  output: z.object({}),
  errors: ['BUSY'],
  idempotent: true,
})

let app: FastifyInstance
let port = 0
/** Those being served; each is let go by calling it. */
let served: (() => void)[] = []

before(async () => {
  app = fastify()
  const lines = createLines([], () => ({ headers: [], body: '' }))
  app.route({
    method: 'POST',
    url: '/order',
    handler: lines.behind(order, async (_request, reply) => {
      await new Promise<void>((go) => served.push(go))
      return reply.send({})
    }),
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
})
after(() => app.close())

const BODY = '{"a":1}'
const HEAD = `POST /order HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n`
async function call(text = HEAD + BODY) {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(text)
  return socket
}
const calls = (n: number, text?: string) => Promise.all(Array.from({ length: n }, () => call(text)))
const connections = () =>
  new Promise<number>((resolve) => app.server.getConnections((_error, n) => resolve(n)))
const letGo = () => {
  for (const go of served.splice(0)) go()
}

/** As many as there are places are served at once, again. */
async function allPlacesAreFree(): Promise<void> {
  const sockets = await calls(32)
  await until('all are served', () => served.length === 32, 5_000)
  letGo()
  await Promise.all(sockets.map((s) => once(s, 'data')))
  for (const s of sockets) s.destroy()
  await until('they are gone', async () => (await connections()) === 0, 5_000)
}

for (const [when, text] of [
  ['with their body sent', HEAD + BODY],
  ['before their body', HEAD],
] as const)
  test(`who hangs up while waiting, ${when}, takes no place along`, async () => {
    const inside = await calls(32)
    await until('the places are taken', () => served.length === 32, 5_000)
    const waiting = await calls(60, text)
    await until('they stand in line', async () => (await connections()) === 92, 5_000)
    for (const s of waiting) s.destroy()
    await until('they hung up', async () => (await connections()) === 32, 5_000)
    letGo()
    await Promise.all(inside.map((s) => once(s, 'data')))
    for (const s of inside) s.destroy()
    // Whose words had come whole may be served though nobody listens any more.
    await until('nobody is left', async () => (letGo(), (await connections()) === 0), 5_000)
    await allPlacesAreFree()
  })

test('who hangs up inside, before the body or while served, leaves the place when the work is done', async () => {
  for (const s of await calls(32, HEAD)) s.destroy()
  await until('they are gone', async () => (await connections()) === 0, 5_000)
  await allPlacesAreFree()
  const inside = await calls(32)
  await until('the places are taken', () => served.length === 32, 5_000)
  for (const s of inside) s.destroy()
  await until('they are gone', async () => (await connections()) === 0, 5_000)
  letGo()
  await allPlacesAreFree()
})
