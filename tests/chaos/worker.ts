// The platform's workers as a process beside the victim: consumers and jobs, the reconciler among them.
import { spawn } from 'node:child_process'
import { ROOT } from '#server/settings'

export async function spawnWorker(env: Record<string, string>): Promise<{ stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['server/main.ts', '--role=worker'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('ready')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`the worker stopped (exit ${code})`)))
  })
  return {
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    },
  }
}
