// The engine's thread, for tests: with the fault that its owner plants.
import { parentPort, workerData } from 'node:worker_threads'
import { createEngineHere } from './engine-host.ts'
import type { EngineThreadData } from './engine-messages.ts'
import { serveEngine } from './engine-server.ts'
import { withFaults, type Planted } from './planted-faults.ts'

const data = workerData as EngineThreadData
serveEngine(parentPort!, data, withFaults(createEngineHere(), data.given as Planted))
