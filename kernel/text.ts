// Words in two languages, and which text from outside is acceptable. Why here: browser, server and world agree on one rule.
import { z } from 'zod'

export const LOCALES = ['zh', 'en'] as const
export type Locale = (typeof LOCALES)[number]
export type Localized = { zh: string; en: string }

/** zh-CN, zh-Hans, zh → zh; anything else → en. First match of an Accept-Language header. */
export function pickLocale(acceptLanguage: string | undefined): Locale {
  for (const part of (acceptLanguage ?? '').split(',')) {
    const tag = part.trim().toLowerCase()
    if (tag.startsWith('zh')) return 'zh'
    if (tag.startsWith('en')) return 'en'
  }
  return 'zh'
}

/**
 * Control characters, NUL, lone surrogates, bidi overrides and zero-width characters are refused: they forge
 * names and logs. New lines and tabs are allowed only where `multiline`.
 */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

export function isCleanText(text: string, multiline = false): boolean {
  if (FORBIDDEN.test(text) || LONE_SURROGATE.test(text)) return false
  return multiline || !/[\n\r\t]/.test(text)
}

/** Trimmed text of 1..max characters; refuses with TEXT_INVALID. */
export const cleanText = (max: number, opts: { min?: number; multiline?: boolean } = {}) =>
  z
    .string()
    .trim()
    .min(opts.min ?? 1)
    .max(max)
    .refine((t) => isCleanText(t, opts.multiline), { params: { code: 'TEXT_INVALID' } })

export const localizedText = (max: number) => z.object({ zh: cleanText(max), en: cleanText(max) })
