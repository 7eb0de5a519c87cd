// Who stands in which line: what moves stock or money in one, everything else in another; a provider that reports money and who only waits
// for news in none. Once a line is full, those who still come to it are turned away before anything is read or looked up: with ten times too
// many at the door, saying no is most of the work.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Endpoint } from '#kernel/contract'
import type { AppError } from '#kernel/errors'
import { createAdmission, type Admission } from './admission.ts'
import type { Route } from './dispatch.ts'

/** More at once only wait for each other: each of them needs the database, which has fewer connections than that. */
const AT_WORK = 32
const AT_READING = 32

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>
/** How this server says no: headers (name, value, name, value …) and a problem in the caller's language. */
export type Refusal = (request: IncomingMessage, error: AppError) => { headers: string[]; body: string }

export type Lines = {
  /** The endpoint's handler, reached in turn. */
  behind(endpoint: Endpoint, handler: Handler): Handler
  turnAwayEarly(server: Server): void
}

export function createLines(routes: Iterable<Route>, refusal: Refusal): Lines {
  const work = createAdmission(AT_WORK)
  const reading = createAdmission(AT_READING)
  const lineOf = ({ waits, access, idempotent }: Endpoint): Admission | null =>
    waits || access.kind === 'signed' ? null : idempotent ? work : reading
  /** What crowds come to has no parameter in its path. */
  const early = new Map<string, Admission | null>()
  for (const { endpoint } of routes) early.set(`${endpoint.method} ${endpoint.path}`, lineOf(endpoint))
  return {
    behind(endpoint, handler) {
      const line = lineOf(endpoint)
      return line ? behind(line, handler) : handler
    },
    turnAwayEarly(server) {
      const [onward] = server.listeners('request') as [(i: IncomingMessage, o: ServerResponse) => void]
      server.removeListener('request', onward)
      server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
        const line = early.get(`${incoming.method} ${incoming.url?.split('?', 1)[0]}`)
        const full = line?.refuse()
        if (!full) return onward(incoming, outgoing)
        const { headers, body } = refusal(incoming, full)
        headers.push('content-length', String(Buffer.byteLength(body)))
        outgoing.writeHead(full.status, headers).end(body)
      })
    },
  }
}

/**
 * Who is let in keeps the place until the work is done, also when the caller hung up meanwhile: an order whose answer was lost is found
 * again by its key. The turn is waited for when the words have come whole; of a connection that closed before, nothing would ever be read,
 * and its place would be lost.
 */
const behind =
  (line: Admission, handler: Handler): Handler =>
  async (request, reply) => {
    const leave = await line.enter()
    return handler(request, reply).finally(leave)
  }
