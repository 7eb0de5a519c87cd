// The player of live rooms is both apps' own (apps/client); the room's page finds it here.
export { capabilitiesHere, createLivePlayer, type LivePlayer, type LivePlayerEvents } from '#app/client'
