// The typed client's door: one `call` for every endpoint, typed by inference from the contract it is given.
export { createClient, type CallOptions, type Client, type Descriptor } from './client.ts'
export * from './live-playback.ts'
export { capabilitiesHere, createLivePlayer, type LivePlayer, type LivePlayerEvents } from './live-player.ts'
export { clockText, explainedIn, type Explained } from './replay-timeline.ts'
export { sendCamera, type CameraState, type WhipCamera, type WhipCameraOptions } from './whip-camera.ts'
export { playWhep, type WhepState } from './whep-player.ts'
export { ApiProblem, problemOf, readProblem } from './problem.ts'
export {
  fetchTransport,
  type FetchTransportOptions,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from './transport.ts'
export {
  followRoom,
  problemOfFrame,
  type RoomFollower,
  type RoomFollowerOptions,
  type RoomHello,
  type RoomProblem,
  type RoomTick,
} from './room-follower.ts'
export {
  createRoomSocket,
  laterHere,
  nowHereMs,
  type LineState,
  type RoomSocket,
  type RoomSocketEnd,
  type RoomSocketOptions,
  type RoomSocketParts,
  type Timer,
  type WebSocketLike,
} from './room-socket.ts'
export { createServerClock, type ServerClock } from './server-clock.ts'
