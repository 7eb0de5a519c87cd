// The fields that several endpoints ask for, each checked in one way.
import { z } from 'zod'
import { cleanText, isCleanText, LOCALES } from '#kernel/text'
import { MAX_PASSWORD } from '../domain/password.ts'
import { readPhone } from '../domain/phone.ts'

export const locale = z.enum(LOCALES)
export const nickname = cleanText(20)

export const email = z
  .string()
  .max(254)
  .refine((t) => isCleanText(t), { params: { code: 'TEXT_INVALID' } })
  .trim()
  .toLowerCase()
  .check(z.email())
  .meta({ example: 'zoe@example.com' })

/** Taken as typed; whether it is strong enough is for sign-up to say. */
export const password = z
  .string()
  .min(1)
  .max(MAX_PASSWORD)
  .refine((t) => isCleanText(t), { params: { code: 'TEXT_INVALID' } })
  .meta({ format: 'password' })

export const phone = z
  .string()
  .max(32)
  .superRefine((text, ctx) => {
    const read = readPhone(text)
    if (typeof read !== 'string')
      ctx.addIssue({
        code: 'custom',
        params: { code: 'PHONE_INVALID', rule: read.rule, sentence: read.detail },
      })
  })
  .transform((text) => readPhone(text) as string)
  .meta({ example: '13800138000' })
