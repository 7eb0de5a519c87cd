// How a creator is written down.
import type { VoiceId } from '../voices.ts'

export type Line = readonly [
  zh: string,
  en: string,
  voice: VoiceId,
  fields: string,
  zhBio: string,
  enBio: string,
]
