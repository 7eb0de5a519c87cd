// Reads what an offer says before it costs anything. Why refuse early and by name: a browser without H.264 would connect, send, and
// show the anchor a room in which nobody sees anything.

const sections = (sdp: string): string[] => sdp.split(/\r?\n(?=m=)/).slice(1)

/** Null: it can be answered. `send`: the other side sends its camera; `receive`: it watches. */
export const offerProblem = (sdp: string, way: 'send' | 'receive'): 'SDP_INVALID' | null => {
  if (!sdp.startsWith('v=0')) return 'SDP_INVALID'
  const media = sections(sdp)
  const video = media.filter((section) => section.startsWith('m=video '))
  const audio = media.filter((section) => section.startsWith('m=audio '))
  if (video.length !== 1 || audio.length > 1 || media.length !== video.length + audio.length)
    return 'SDP_INVALID'
  const [only = ''] = video
  if (!/^a=rtpmap:\d+ H264\/90000\s*$/im.test(only) || !/^a=fmtp:\d+ .*packetization-mode=1/im.test(only))
    return 'SDP_INVALID'
  const wrongWay = way === 'send' ? /^a=(recvonly|inactive)\s*$/m : /^a=(sendonly|inactive)\s*$/m
  return wrongWay.test(only) || !/^a=fingerprint:/m.test(sdp) || !/^a=ice-ufrag:/m.test(sdp)
    ? 'SDP_INVALID'
    : null
}

/** Candidates of a trickle fragment (RFC 8840), at most 32. */
export const candidatesOf = (
  fragment: string,
): { candidate: string; sdpMid: string; sdpMLineIndex: number }[] => {
  const found: { candidate: string; sdpMid: string; sdpMLineIndex: number }[] = []
  let index = -1
  let mid = '0'
  for (const line of fragment.split(/\r?\n/)) {
    if (line.startsWith('m=')) index++
    else if (line.startsWith('a=mid:')) mid = line.slice(6).trim()
    else if (line.startsWith('a=candidate:') && found.length < 32)
      found.push({ candidate: line.slice(2).trim(), sdpMid: mid, sdpMLineIndex: Math.max(0, index) })
  }
  return found
}
