// Text as markup: escaped, and in both languages at once, of which the page shows one.
import type { Localized } from '#kernel/text'

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
export const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!)

export const both = ({ en, zh }: Localized): string =>
  en === zh
    ? escape(en)
    : `<span class="en" lang="en">${escape(en)}</span><span class="zh" lang="zh-CN">${escape(zh)}</span>`
