// Every protocol there is.
import { beautyStream } from './beauty-stream.ts'
import { diginetica } from './diginetica.ts'
import type { Protocol } from './protocol.ts'
import { tiktok } from './tiktok.ts'

export const PROTOCOLS: readonly Protocol[] = [beautyStream, diginetica, tiktok]
