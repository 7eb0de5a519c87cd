// The door of the learning machine: pure, without I/O, usable on its own.
export { createBoundedMap, type BoundedMap } from './bounded-map.ts'
export { addDecayed, decayed } from './decay.ts'
export { createDecayedCounters, type DecayedCounters, type DecayedCountersDump } from './decayed-counters.ts'
export { createDiversePicker, type DiversePicker, type Facet } from './diversity.ts'
export { usedBytes } from './columns.ts'
export type { EngineDump, SharedDump } from './engine-dump.ts'
export { REFUSALS, type EngineEvent, type EngineItem, type Likely, type Refusal } from './engine-shapes.ts'
export { createInterestEngine, type EngineOptions, type InterestEngine } from './interest-engine.ts'
export { NOTHING_HEARD, type Delta, type DeltaRefusal, type Heard } from './exchange/delta.ts'
export type { ExchangeOptions } from './exchange/exchange.ts'
export { endOf } from './exchange/outbox.ts'
export { partitionOf } from './exchange/partition.ts'
export { AT_SCALE, NEXT_ITEM } from './models/next-item-options.ts'
export {
  runPipeline,
  type CandidateHydrator,
  type Filter,
  type Hydrator,
  type MaybePromise,
  type Pipeline,
  type PipelineOptions,
  type Ranker,
  type Scorer,
  type Selector,
  type SideEffect,
  type Source,
  type Stage,
  type StageReport,
} from './pipeline.ts'
export { createPacker, createUnpacker, type Packed, type Packer, type Unpacker } from './packer.ts'
export { chancesToBeBest, drawIndex, sampleBeta, sampleGamma, type Arm } from './posterior.ts'
export {
  createExposureContract,
  type ExposureContract,
  type ExposureContractDump,
  type ExposureTerm,
  type TermReport,
} from './policy/exposure-contract.ts'
export { firstBy } from './first-by.ts'
export { createFreshPool, type FreshPool, type FreshPoolDump } from './policy/fresh-pool.ts'
export { groupsOf, LONG_TAIL, NEW_ITEM, NEW_SELLER, tailEdge, type GroupRules } from './policy/groups.ts'
export { createWindowCaps, type WindowCap, type WindowCaps } from './policy/window-caps.ts'
export { createProfile, type Leaning, type Profile } from './profile.ts'
export { ridgeProfile, type Judged } from './ridge-profile.ts'
export { smoothedRate, squash } from './rates.ts'
export { createRing, type Ring } from './ring.ts'
export { createCountedRandom, type CountedRandom } from './counted-random.ts'
export { createExactIndex, type ExactIndex } from './index/exact-index.ts'
export { createNumbering, UNMET } from './numbering.ts'
export { createPlaces, type Places, type PlacesDump } from './places.ts'
export { hashOf } from './ranking/hashing.ts'
export { createReturnHead, type ReturnHeadDump } from './ranking/return-head.ts'
export {
  createSecondStage,
  SECOND_STAGE_HEAD,
  SECOND_STAGE_HEADS,
  type Act,
  type SecondStageDump,
} from './ranking/second-stage.ts'
export { chanceOf, createCalibration, type Calibration } from './ranking/calibration.ts'
export {
  MONEY_ONLY,
  netOf,
  offerOf,
  TRADE,
  VALUE_VERSION,
  VALUE_WEIGHTS,
  valueOf,
  type Chances,
  type Offer,
  type Trade,
  type ValueWeights,
} from './ranking/value.ts'
export {
  createTwoTower,
  NOBODY,
  type TwoTower,
  type TwoTowerOptions,
  type TwoTowerState,
} from './models/two-tower.ts'
