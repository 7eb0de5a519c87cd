// What the clock does to recordings: rooms that are over are sealed, and files past their three years go. Run where the files are.
import type { Database } from '#platform/database'
import type { Job } from '#platform/jobs'
import { RETENTION_MS } from './domain/evidence-chain.ts'
import type { createEvidence } from './service/evidence.ts'

const BATCH = 20
const FILES_A_RUN = 200

export function evidenceJobs(
  db: Database,
  evidence: ReturnType<typeof createEvidence>,
  now: () => Date,
  /** Doing it twice is the same as once. */
  removeFile: (file: string) => Promise<void>,
): Job[] {
  return [
    {
      name: 'seal-rooms',
      everyMs: 20_000,
      run: () => db.transaction((tx) => evidence.sealRooms(tx, BATCH)),
    },
    {
      name: 'expire-recordings',
      everyMs: 3_600_000,
      async run() {
        const before = new Date(now().getTime() - RETENTION_MS)
        const due = await db.read((tx) => evidence.segmentsToExpire(tx, before, FILES_A_RUN))
        for (const { room_id: roomId, index, file } of due) {
          await removeFile(file)
          await db.transaction((tx) => evidence.markExpired(tx, roomId, index, now()))
        }
        return due.length
      },
    },
  ]
}
