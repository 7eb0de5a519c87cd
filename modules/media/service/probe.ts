// What is in a clip, by ffprobe, and whether it may be one of ours.
import { AppError } from '#kernel/errors'
import { inputOf, runTool, ToolError, type Container, type Ffmpeg } from '#platform/ffmpeg'
import { assertWithinLimits } from '../domain/clip-limits.ts'

export type Probe = {
  durationMs: number
  width: number
  height: number
  hasSound: boolean
  frameRate: number
  hdr: boolean
}

type Stream = {
  codec_type?: string
  codec_name?: string
  width?: number
  height?: number
  avg_frame_rate?: string
  r_frame_rate?: string
  duration?: string
  color_transfer?: string
  disposition?: { attached_pic?: number }
  side_data_list?: { rotation?: number }[]
}

const CODECS = new Set(['h264', 'hevc', 'vp8', 'vp9', 'av1', 'mpeg4', 'mjpeg', 'prores', 'h263'])

/** @throws AppError MEDIA_CORRUPT {why} · MEDIA_TYPE {why} · MEDIA_LIMIT {limit} */
export async function probeClip(
  tools: Ffmpeg,
  path: string,
  container: Container,
  signal: AbortSignal,
): Promise<Probe> {
  const { text } = await runTool(
    tools.ffprobe,
    ['-v', 'error', '-of', 'json', '-show_streams', '-show_format', ...inputOf(path, container)],
    { cpuSeconds: 20, silentMs: 20_000, signal },
  ).catch((error: unknown) => {
    throw isFileFault(error) ? new AppError('MEDIA_CORRUPT', { why: 'cannot be opened' }) : error
  })
  const { streams = [], format } = JSON.parse(text) as { streams?: Stream[]; format?: { duration?: string } }
  const video = streams.find((s) => s.codec_type === 'video' && !s.disposition?.attached_pic)
  if (!video?.width || !video.height) throw new AppError('MEDIA_CORRUPT', { why: 'no video track' })
  if (!CODECS.has(video.codec_name ?? ''))
    throw new AppError('MEDIA_TYPE', { why: `codec ${video.codec_name}` })
  const turned =
    Math.abs(video.side_data_list?.find((d) => d.rotation !== undefined)?.rotation ?? 0) % 180 === 90
  const durationMs = Math.round(Number(format?.duration ?? video.duration ?? 0) * 1000)
  if (!(durationMs > 0)) throw new AppError('MEDIA_CORRUPT', { why: 'no duration' })
  const probe: Probe = {
    durationMs,
    width: turned ? video.height : video.width,
    height: turned ? video.width : video.height,
    hasSound: streams.some((s) => s.codec_type === 'audio'),
    frameRate: rate(video.avg_frame_rate) || rate(video.r_frame_rate),
    hdr: ['smpte2084', 'arib-std-b67'].includes(video.color_transfer ?? ''),
  }
  assertWithinLimits({
    durationMs,
    longerSide: Math.max(probe.width, probe.height),
    tracks: streams.length,
    frameRate: probe.frameRate || null,
  })
  return probe
}

/** The tool read the file and gave up on it; anything else (killed, cancelled) is not the file's fault. */
export const isFileFault = (error: unknown): boolean => error instanceof ToolError && error.why === 'exit'

function rate(text: string | undefined): number {
  const [over = 0, under = 0] = (text ?? '').split('/').map(Number)
  return under > 0 ? over / under : 0
}

/** Size and sound of one of our own recordings, whose length and limits are known already. @throws AppError MEDIA_CORRUPT */
export async function probeStreams(
  tools: Ffmpeg,
  path: string,
  signal: AbortSignal,
): Promise<Pick<Probe, 'width' | 'height' | 'hasSound'>> {
  const { text } = await runTool(
    tools.ffprobe,
    ['-v', 'error', '-of', 'json', '-show_streams', ...inputOf(path, 'mp4')],
    { cpuSeconds: 20, silentMs: 20_000, signal },
  ).catch((error: unknown) => {
    throw isFileFault(error) ? new AppError('MEDIA_CORRUPT', { why: 'cannot be opened' }) : error
  })
  const { streams = [] } = JSON.parse(text) as { streams?: Stream[] }
  const video = streams.find((s) => s.codec_type === 'video')
  if (!video?.width || !video.height) throw new AppError('MEDIA_CORRUPT', { why: 'no video track' })
  return {
    width: video.width,
    height: video.height,
    hasSound: streams.some((s) => s.codec_type === 'audio'),
  }
}
