// Every protocol there is.
import { beautyLoo } from './beauty-loo.ts'
import { beautyStream } from './beauty-stream.ts'
import { diginetica } from './diginetica.ts'
import { taobaoMb } from './taobao-mb.ts'
import type { Protocol } from './protocol.ts'

export const PROTOCOLS: readonly Protocol[] = [beautyStream, beautyLoo, diginetica, taobaoMb]
