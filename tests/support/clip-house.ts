// A house where clips are uploaded over HTTP and converted beside the tests, as the media process would: two tenants, folders of their
// own, and the work of the queue that a test may stop and start again with other tools.
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMediaJobs } from '#server/media-jobs'
import { CONVERTED_WITHIN_MS, tusOf } from './clips.ts'
import { clipsOf, openHouse } from './house.ts'
import { aTenant, thePlatform } from './tenant.ts'
import { until } from './until.ts'

type JobOptions = Omit<NonNullable<Parameters<typeof startMediaJobs>[2]>, 'pollMs'>
export type ClipHouse = Awaited<ReturnType<typeof openClipHouse>>

/** `reader` null: no words are read off the pictures, which takes seconds. */
export async function openClipHouse(jobs: JobOptions = { reader: null }) {
  const dataDir = await mkdtemp(join(tmpdir(), 'clips-'))
  /** Where a test films what it uploads. */
  const films = await mkdtemp(join(tmpdir(), 'films-'))
  const house = await openHouse({ dataDir })
  const platform = await thePlatform(house)
  const a = await aTenant(house, platform, 'A')
  const b = await aTenant(house, platform, 'B')
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  const base = `http://127.0.0.1:${(house.app.server.address() as AddressInfo).port}`

  let stop: (() => Promise<void>) | null = null
  async function startJobs(options: JobOptions = jobs): Promise<void> {
    await stopJobs()
    stop = await startMediaJobs(house.deps, clipsOf(house), { pollMs: 50, ...options })
  }
  async function stopJobs(): Promise<void> {
    await stop?.()
    stop = null
  }
  await startJobs()

  const clipOf = (uploadId: string) =>
    house.must('media.getClip', { creatorId: a.creatorId, uploadId }, a.creatorOwner.token)
  return {
    house,
    platform,
    a,
    b,
    base,
    dataDir,
    films,
    /** As A's creator. */
    tus: tusOf(base, a.creatorOwner.token),
    clipOf,
    /** The clip when its work is over, ready or not. */
    ended: (uploadId: string) =>
      until(
        `${uploadId} ends`,
        async () => {
          const clip = await clipOf(uploadId)
          return clip.state !== 'processing' && clip
        },
        CONVERTED_WITHIN_MS,
      ),
    startJobs,
    stopJobs,
    async close(): Promise<void> {
      await stopJobs()
      await house.close()
      await rm(dataDir, { recursive: true })
      await rm(films, { recursive: true })
    },
  }
}
