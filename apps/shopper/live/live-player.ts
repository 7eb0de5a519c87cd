// The player of live rooms is both apps' own (apps/client); the room's page finds it here.
export { createLivePlayer, type LivePlayer, type LivePlayerEvents } from '#app/client'
