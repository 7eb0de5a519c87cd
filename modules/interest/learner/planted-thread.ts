// The engine's thread, for tests: with the fault that its owner plants.
import { parentPort, workerData } from 'node:worker_threads'
import { createEngineHere } from './engine-host.ts'
import { serveEngine } from './engine-server.ts'
import { withFaults, type Planted } from './planted-faults.ts'

serveEngine(parentPort!, withFaults(createEngineHere(), workerData as Planted))
