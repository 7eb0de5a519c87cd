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
 * Control characters, NUL, lone surrogates, bidi marks, line separators, zero-width and blank-looking characters are
 * refused: they forge names and logs. New lines and tabs are allowed only where `multiline`.
 */
const FORBIDDEN = new RegExp(
  [
    '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]', // control
    '[\\u00ad\\u034f\\u061c\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]', // no width, or direction
    '[\\u115f\\u1160\\u17b4\\u17b5\\u3164\\uffa0]', // letters that show nothing
    '[\\u{e0000}-\\u{e0fff}]', // tags
  ].join('|'),
  'u',
)
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
/** The joiner inside one emoji, as in a family or a profession, is part of what is seen. */
const EMOJI_JOINER =
  /(?<=\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)\u200d(?=\p{Extended_Pictographic})/gu
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

export function isCleanText(text: string, multiline = false): boolean {
  if (FORBIDDEN.test(text.replace(EMOJI_JOINER, '')) || LONE_SURROGATE.test(text)) return false
  if (text.trim() !== '' && !VISIBLE.test(text)) return false
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

export const localizedText = (max: number) => z.strictObject({ zh: cleanText(max), en: cleanText(max) })
