// Every protocol there is.
import { beautyStream } from './beauty-stream.ts'
import { diginetica } from './diginetica.ts'
import { exposure } from './exposure.ts'
import { kuairand } from './kuairand.ts'
import { onlineRetail } from './online-retail.ts'
import { openBandit } from './open-bandit.ts'
import type { Protocol } from './protocol.ts'

export const PROTOCOLS: readonly Protocol[] = [
  beautyStream,
  diginetica,
  kuairand,
  onlineRetail,
  exposure,
  openBandit,
]
