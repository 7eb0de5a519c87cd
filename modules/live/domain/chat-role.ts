// As whom somebody sits in a room, from what is known of them.
import type { ChatRole } from '#kernel/room-frames'

/** `memberRole`: in the creator's organisation, or null. An owner or an editor speaks for the room. */
export function chatRoleOf(memberRole: string | null, hasBought: boolean): ChatRole {
  if (memberRole === 'owner' || memberRole === 'editor') return 'host'
  if (memberRole === 'moderator') return 'moderator'
  return hasBought ? 'buyer' : 'viewer'
}
