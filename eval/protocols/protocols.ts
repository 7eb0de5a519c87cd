// Every protocol there is.
import { beautyStream } from './beauty-stream.ts'
import { diginetica } from './diginetica.ts'
import type { Protocol } from './protocol.ts'
import { tiktok } from './tiktok.ts'
import { tiktokNewItems } from './tiktok-new-items.ts'

export const PROTOCOLS: readonly Protocol[] = [beautyStream, diginetica, tiktok, tiktokNewItems]
