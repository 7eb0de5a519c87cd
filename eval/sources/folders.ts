// The published sets, told by the files in a folder, whatever the folder is called.
import { readdir } from 'node:fs/promises'
import type { SetAdapter } from './found.ts'
import { asSourceError } from './lines.ts'
import { amazonBeauty } from './sets/amazon-beauty.ts'
import { completeJourney } from './sets/complete-journey.ts'
import { diginetica } from './sets/diginetica.ts'
import { kuairand } from './sets/kuairand.ts'
import { onlineRetail } from './sets/online-retail.ts'
import { openBandit } from './sets/open-bandit.ts'
import { serendipLog } from './sets/serendip-log.ts'
import { taobaoMb } from './sets/taobao-mb.ts'
import { tiktokMm } from './sets/tiktok-mm.ts'

export const SETS: readonly SetAdapter[] = [
  amazonBeauty,
  completeJourney,
  diginetica,
  kuairand,
  onlineRetail,
  openBandit,
  serendipLog,
  taobaoMb,
  tiktokMm,
]

const TABLE = /\.(csv|tsv|parquet|pq)(\.gz)?$/i

export type Folder = {
  readonly set: SetAdapter | undefined
  /** Names of tables of events, in order, for a folder that is no known set. */
  readonly tables: readonly string[]
}

export async function lookInto(folder: string): Promise<Folder> {
  try {
    const files = (await readdir(folder)).sort()
    return {
      set: SETS.find((set) => set.files.every((file) => files.includes(file))),
      tables: files.filter((file) => TABLE.test(file)),
    }
  } catch (error) {
    throw asSourceError(folder, error)
  }
}
