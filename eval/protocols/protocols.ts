// Every protocol there is.
import { beautyStream } from './beauty-stream.ts'
import { diginetica } from './diginetica.ts'
import { kuairand } from './kuairand.ts'
import type { Protocol } from './protocol.ts'

export const PROTOCOLS: readonly Protocol[] = [beautyStream, diginetica, kuairand]
