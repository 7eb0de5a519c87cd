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
 * Control characters, NUL, lone surrogates, bidi marks, line separators, zero-width and blank-looking characters, and piles of
 * accents are refused: they forge names and logs. New lines and tabs are allowed only where `multiline`.
 */
const FORBIDDEN = new RegExp(
  [
    '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]', // control
    '\\p{Default_Ignorable_Code_Point}', // no width, or direction, or shown by nothing
    '[\\u2028\\u2029\\ufff9-\\ufffc]', // lines, and places for what is not there
    '[\\u17b4\\u17b5\\u2800]', // letters and symbols that show nothing
    '\\p{M}{5,}', // accents that climb over the lines above and below
  ].join('|'),
  'u',
)
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
/** The joiner inside one emoji, as in a family or a profession, is part of what is seen. */
const EMOJI_JOINER =
  /(?<=\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)\u200d(?=\p{Extended_Pictographic})/gu
/** Which of its two faces an emoji shows. */
const EMOJI_FACE = /(?<=\p{Emoji})[\ufe0e\ufe0f]/gu
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

export function isCleanText(text: string, multiline = false): boolean {
  if (FORBIDDEN.test(text.replace(EMOJI_JOINER, '').replace(EMOJI_FACE, '')) || LONE_SURROGATE.test(text))
    return false
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
