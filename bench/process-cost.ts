// What a server and its PostgreSQL spent: processor time of their processes, and statements as the server counts them. Linux only.
import { execFileSync } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'

export type Cost = { serverCpuMs: number; postgresCpuMs: number; statements: number }

const MS_A_TICK = 1_000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

type Stat = { parent: number; ownTicks: number; endedChildrenTicks: number }

async function statOf(pid: number | string): Promise<Stat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  if (text === '') return null
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const at = (i: number) => Number(fields[i])
  return { parent: at(1), ownTicks: at(11) + at(12), endedChildrenTicks: at(13) + at(14) }
}

/** A process with its present children and those that ended. */
async function familyMs(pid: number): Promise<number> {
  const root = await statOf(pid)
  let ticks = root ? root.ownTicks + root.endedChildrenTicks : 0
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await statOf(name) : null
    if (stat?.parent === pid) ticks += stat.ownTicks
  }
  return ticks * MS_A_TICK
}

export type Measured = { baseUrl: string; serverPid: number; postgresDir: string }

/** Everything since each of them was started; the difference of two readings is what lay between. */
export async function readCost({ baseUrl, serverPid, postgresDir }: Measured): Promise<Cost> {
  const postmaster = Number((await readFile(`${postgresDir}/postmaster.pid`, 'utf8')).split('\n')[0])
  const metrics = await (await fetch(`${baseUrl}/metrics`)).text()
  return {
    serverCpuMs: await familyMs(serverPid),
    postgresCpuMs: await familyMs(postmaster),
    statements: Number(/^serendip_database_statements_total (\d+)/m.exec(metrics)?.[1] ?? Number.NaN),
  }
}

export const costBetween = (a: Cost, b: Cost): Cost => ({
  serverCpuMs: b.serverCpuMs - a.serverCpuMs,
  postgresCpuMs: b.postgresCpuMs - a.postgresCpuMs,
  statements: b.statements - a.statements,
})
