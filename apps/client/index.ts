// The typed client's door: one `call` for every endpoint, typed by inference from the contract it is given.
export { createClient, type CallOptions, type Client, type Descriptor } from './client.ts'
export * from './live-playback.ts'
export { capabilitiesHere, createLivePlayer, type LivePlayer, type LivePlayerEvents } from './live-player.ts'
export { sendCamera, type CameraState, type WhipCamera, type WhipCameraOptions } from './whip-camera.ts'
export { ApiProblem, problemOf, readProblem } from './problem.ts'
export {
  fetchTransport,
  type FetchTransportOptions,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from './transport.ts'
export {
  createRoomSocket,
  problemOfFrame,
  type RoomHello,
  type RoomProblem,
  type RoomSocket,
  type RoomSocketEnd,
  type RoomSocketOptions,
  type RoomSocketStatus,
  type RoomTick,
  type WebSocketLike,
} from './room-socket.ts'
