// A field written in two languages, as governance screens it: each with the pointer the form knows it by.
import type { Localized } from '#kernel/text'
import type { Words } from '#modules/governance'

export const inBoth = (pointer: string, text: Localized): Words[] => [
  { pointer: `${pointer}/zh`, text: text.zh },
  { pointer: `${pointer}/en`, text: text.en },
]
