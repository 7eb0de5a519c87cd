// The envelope of a domain event: a decision, in the past tense, versioned, never lost. Behaviour goes to signals instead.
import type { z } from 'zod'
import type { Id } from './ids.ts'

/** Declared once in a module's events.ts; `name` is `noun.pastVerb`, `version` counts incompatible shapes. */
export type EventType<Name extends string = string, S extends z.ZodType = z.ZodType> = {
  readonly name: Name
  readonly version: number
  readonly schema: S
}

export type DomainEvent<T extends EventType = EventType> = {
  id: Id<'evt'>
  name: T['name']
  version: number
  /** The thing it happened to, e.g. an order's id; events of one subject arrive in order. */
  subject: string
  occurredAt: Date
  payload: z.output<T['schema']>
}

export const eventType = <Name extends string, S extends z.ZodType>(
  name: Name,
  version: number,
  schema: S,
): EventType<Name, S> => ({
  name,
  version,
  schema,
})
