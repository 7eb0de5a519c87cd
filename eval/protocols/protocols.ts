// Every protocol there is.
import { beautyLoo } from './beauty-loo.ts'
import { beautyStream } from './beauty-stream.ts'
import { diginetica } from './diginetica.ts'
import { exposure } from './exposure.ts'
import { kuairand } from './kuairand.ts'
import { loggedSlates } from './logged-slates.ts'
import { onlineRetail } from './online-retail.ts'
import { openBandit } from './open-bandit.ts'
import type { Protocol } from './protocol.ts'
import { taobaoMb } from './taobao-mb.ts'
import { tiktok } from './tiktok.ts'
import { tiktokNewItems } from './tiktok-new-items.ts'

/** On published sets, in the order of the table in docs/FIGURES.md. */
export const PROTOCOLS: readonly Protocol[] = [
  beautyStream,
  beautyLoo,
  taobaoMb,
  diginetica,
  tiktok,
  tiktokNewItems,
  kuairand,
  onlineRetail,
  exposure,
  openBandit,
]

/** And those on data of one's own. */
export const ALL_PROTOCOLS: readonly Protocol[] = [...PROTOCOLS, loggedSlates]
