// The thread that the engine lives in: nothing it does, however slow, holds up a slate (engine-client.ts is its other side).
import { parentPort } from 'node:worker_threads'
import { createEngineHere } from './engine-host.ts'
import { serveEngine } from './engine-server.ts'

serveEngine(parentPort!, createEngineHere())
