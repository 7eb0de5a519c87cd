// The contract of a blob store, run against each implementation there is.
import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { createDiskBlobs, type Blobs } from './blobs.ts'

type Kept = {
  blobs: Blobs
  names(): Promise<string[]>
  read(name: string): Promise<Uint8Array>
  end(): Promise<void>
}

const bytes = (text: string) => new TextEncoder().encode(text)

function blobsContract(implementation: string, start: () => Promise<Kept>) {
  suite(`blobs: ${implementation}`, () => {
    let store: Kept
    before(async () => {
      store = await start()
    })
    after(() => store.end())

    test('what is put can be read back under its name', async () => {
      const { name, url } = await store.blobs.put(bytes('a kettle'), 'image/webp')
      assert.match(name, /^[0-9a-f]{64}\.webp$/)
      assert.equal(url, `/media/blobs/${name}`)
      assert.deepEqual(Buffer.from(await store.read(name)).toString(), 'a kettle')
    })

    test('the same bytes are kept once, also when put at the same time', async () => {
      const before = (await store.names()).length
      const put = await Promise.all([1, 2, 3, 4].map(() => store.blobs.put(bytes('twice'), 'video/mp4')))
      assert.equal(new Set(put.map((p) => p.name)).size, 1)
      assert.equal((await store.names()).length, before + 1)
    })
  })
}

blobsContract('disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'blobs-'))
  return {
    blobs: createDiskBlobs(join(folder, 'kept')),
    names: () => readdir(join(folder, 'kept')),
    read: (name) => readFile(join(folder, 'kept', name)),
    end: () => rm(folder, { recursive: true }),
  }
})

test('disk: a folder that cannot be written is an error', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'blobs-'))
  await writeFile(join(folder, 'in-the-way'), '')
  await assert.rejects(createDiskBlobs(join(folder, 'in-the-way')).put(bytes('x'), 'image/webp'))
  await rm(folder, { recursive: true })
})
