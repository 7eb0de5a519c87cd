// The thread that the engine lives in: nothing it does, however slow, holds up a slate (engine-client.ts is its other side).
import { parentPort, workerData } from 'node:worker_threads'
import { createEngineHere } from './engine-host.ts'
import type { EngineThreadData } from './engine-messages.ts'
import { serveEngine } from './engine-server.ts'

serveEngine(parentPort!, workerData as EngineThreadData, createEngineHere())
