// All settings, read once from the environment and checked together. Why: a wrong setting stops the start with every
// mistake named, rather than one request at a time.
import { isIP } from 'node:net'
import { z } from 'zod'
import { ConfigError } from './config-error.ts'
import { paymentConfig, paymentSettings, type PaymentConfig } from './payment-settings.ts'
export { ConfigError }

const splitList = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

/** An address, a range of at least 1 bit, or this machine. */
function isProxy(text: string): boolean {
  if (text === 'loopback') return true
  const [address = '', bits, ...more] = text.split('/')
  const width = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  return (
    width > 0 &&
    more.length === 0 &&
    (bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= width))
  )
}

export const configSchema = z.object({
  DATABASE_URL: z.string().startsWith('postgres'),
  PORT: z.coerce.number().int().min(1).max(65535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  /** Where the rooms' sockets are; PORT + 1 unless said. */
  CHANNEL_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  /** Where people reach that port when a proxy stands in front of it: wss://live.example.com */
  CHANNEL_URL: z.url({ protocol: /^wss?$/ }).optional(),
  /** Where people reach it; decides cookie security and links in payment pages. */
  PUBLIC_URL: z.url().optional(),
  DATA_DIR: z.string(),
  /** One-click log-ins and the movable clock. */
  DEMO: z.stringbool().default(false),
  /** Signs attribution tokens and cookies' CSRF checks. */
  SECRET: z.string().min(16),
  ...paymentSettings,
  /** Who carries parcels; the rest of its settings by its name. */
  COURIER: z.enum(['none', 'sandbox', 'kuaidi100', 'aftership']).default('none'),
  COURIER_SANDBOX_URL: z.url().optional(),
  COURIER_SANDBOX_SECRET: z.string().min(16).optional(),
  KUAIDI100_KEY: z.string().min(1).optional(),
  KUAIDI100_CUSTOMER: z.string().min(1).optional(),
  /** For e-waybills, with the account at the carrier; unset, parcels are followed only. */
  KUAIDI100_SECRET: z.string().min(1).optional(),
  KUAIDI100_PARTNER_ID: z.string().min(1).optional(),
  /** Signs what Kuaidi100 pushes. */
  KUAIDI100_SALT: z.string().min(16).optional(),
  AFTERSHIP_API_KEY: z.string().min(1).optional(),
  AFTERSHIP_WEBHOOK_SECRET: z.string().min(1).optional(),
  /**
   * Proxies whose X-Forwarded-For is believed: addresses, ranges (10.0.0.0/8) or `loopback`, with commas between. Unset, the
   * address of a caller is that of its connection: what a caller writes into a header is not evidence.
   */
  TRUST_PROXY: z
    .string()
    .default('')
    .transform(splitList)
    .refine((list) => list.every(isProxy), {
      message: 'addresses, ranges like 10.0.0.0/8, or loopback; not everybody',
    }),
  /** New guests from one address in one hour. */
  GUESTS_PER_HOUR: z.coerce.number().int().min(1).default(600),
  /** Sign-ups from one address in one hour, successful or not. */
  SIGN_UPS_PER_HOUR: z.coerce.number().int().min(1).default(100),
  /** Counts those from this machine as well, in demo mode; elsewhere they always count. */
  LIMIT_LOOPBACK: z.stringbool().default(false),
  /** Webhooks may go to this machine, by plain http: for trying them out, in demo mode only. */
  WEBHOOKS_TO_LOOPBACK: z.stringbool().default(false),
  /** Whoever brings it may read /metrics from anywhere; unset, only this machine may. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** HTTP of the live edge: FLV and LL-HLS. Default: PORT + 2. */
  MEDIA_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  /** Where cameras and OBS send to. */
  RTMP_PORT: z.coerce.number().int().min(1).max(65535).default(1935),
  /** How long viewers are kept when a publisher drops, and a publisher may come back into the same broadcast. */
  LIVE_RESUME_SECONDS: z.coerce.number().int().min(5).max(120).default(10),
  /** Where people reach the live edge when that is not MEDIA_PORT of the page's own host (a proxy, a CDN). */
  MEDIA_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** What is typed into OBS as its server, when it is not `rtmp://HOST:RTMP_PORT/live`. */
  RTMP_URL: z.url({ protocol: /^rtmps?$/ }).optional(),
  /** Where browsers' cameras reach this machine by UDP, when it does not know that address itself (NAT, containers). */
  WEBRTC_ADDRESS: z.union([z.ipv4(), z.ipv6()]).optional(),
  /** UDP ports for them, e.g. 40000-40100; unset, any. */
  WEBRTC_PORTS: z
    .string()
    .regex(/^\d{4,5}-\d{4,5}$/)
    .transform((text) => text.split('-').map(Number) as [number, number])
    .refine(([from, to]) => from >= 1024 && from < to && to <= 65_535, {
      message: 'a range like 40000-40100',
    })
    .optional(),
  /** Whether a server with the worker's role converts clips itself: not where a media process does. */
  CLIP_WORKER: z.stringbool().default(true),
  /** What carries the rooms' pictures: our own, or SRS (deploy/srs.conf). */
  LIVE_ENGINE: z.enum(['edge', 'srs']).default('edge'),
  /** SRS's HTTP API, with name and password when it wants them. */
  SRS_API_URL: z.url().default('http://127.0.0.1:1985'),
  /** Stands in the address of its hooks. */
  SRS_HOOK_SECRET: z.string().min(16).optional(),
  /** Where people play from, and where anchors send to. */
  SRS_PLAY_URL: z.url().optional(),
  SRS_PUBLISH_URL: z.string().startsWith('rtmp').optional(),
  /** The folder SRS records into, as this process sees it; unset, rooms through SRS have no replay. */
  SRS_RECORDINGS_DIR: z.string().optional(),
  /** How long it goes on answering after it was told to leave, so that whoever sends people here sees that it is no longer ready. */
  DRAIN_SECONDS: z.coerce.number().min(0).max(600).default(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export type SrsSettings = {
  apiUrl: string
  hookSecret: string
  playUrl: string
  publishUrl: string
  recordingsFolder: string | null
}

export type CourierSettings =
  | { kind: 'sandbox'; url: string; secret: string }
  | {
      kind: 'kuaidi100'
      key: string
      customer: string
      salt: string
      waybills: { secret: string; partnerId: string } | null
    }
  | { kind: 'aftership'; apiKey: string; webhookSecret: string }

export type Config = {
  databaseUrl: string
  port: number
  host: string
  channelPort: number
  channelUrl: string | null
  publicUrl: string
  dataDir: string
  demo: boolean
  secret: string
  paymentSandbox: { url: string; secret: string } | null
  /** Absent or null: nobody. */
  courier?: CourierSettings | null
  /** The other providers, and what buyers may choose; absent: the sandbox alone. */
  payments?: PaymentConfig
  /** How browsers' cameras reach the edge. */
  webRtc?: { publicAddress: string | null; udpPorts: readonly [number, number] | null }
  /** SRS's settings; absent: our own edge. */
  srs?: SrsSettings | null
  clipWorker: boolean
  logLevel: string
  /** Between being told to leave and taking nobody any more. */
  drainMs: number
  metricsToken: string | null
  /** The live edge's ports, and its public addresses where they are others. */
  live: {
    mediaPort: number
    rtmpPort: number
    mediaUrl: string | null
    rtmpUrl: string | null
    resumeMs: number
  }
  /** Proxies that say the truth about whom they speak for. */
  trustProxy: readonly string[]
  /** Webhooks may go to this machine. */
  webhooksToLoopback?: boolean
  /** What one address may bring in new people. */
  arrivals: { guestsPerHour: number; signUpsPerHour: number; limitLoopback: boolean }
}

/** @throws ConfigError naming what is missing: half an engine lets nobody on air. */
function srsSettings(e: z.output<typeof configSchema>): SrsSettings {
  const { SRS_HOOK_SECRET, SRS_PLAY_URL, SRS_PUBLISH_URL } = e
  if (SRS_HOOK_SECRET === undefined || SRS_PLAY_URL === undefined || SRS_PUBLISH_URL === undefined)
    throw new ConfigError(
      'CONFIG_INSECURE or incomplete settings: LIVE_ENGINE=srs needs SRS_HOOK_SECRET, SRS_PLAY_URL and SRS_PUBLISH_URL.',
    )
  return {
    apiUrl: e.SRS_API_URL,
    hookSecret: SRS_HOOK_SECRET,
    playUrl: SRS_PLAY_URL,
    publishUrl: SRS_PUBLISH_URL,
    recordingsFolder: e.SRS_RECORDINGS_DIR ?? null,
  }
}

/** @throws ConfigError naming what is missing */
function courierSettings(e: z.output<typeof configSchema>): CourierSettings | null {
  const need = <K extends keyof typeof e>(...names: K[]): string[] => {
    const missing = names.filter((n) => e[n] === undefined)
    if (missing.length > 0)
      throw new ConfigError(
        `CONFIG_INSECURE or incomplete settings: COURIER=${e.COURIER} needs ${missing.join(' and ')}.`,
      )
    return names.map((n) => String(e[n]))
  }
  if (e.COURIER === 'sandbox') {
    const [url, secret] = need('COURIER_SANDBOX_URL', 'COURIER_SANDBOX_SECRET')
    return { kind: 'sandbox', url: url!, secret: secret! }
  }
  if (e.COURIER === 'kuaidi100') {
    const [key, customer, salt] = need('KUAIDI100_KEY', 'KUAIDI100_CUSTOMER', 'KUAIDI100_SALT')
    const { KUAIDI100_SECRET: secret, KUAIDI100_PARTNER_ID: partnerId } = e
    const waybills = secret !== undefined && partnerId !== undefined ? { secret, partnerId } : null
    return { kind: 'kuaidi100', key: key!, customer: customer!, salt: salt!, waybills }
  }
  if (e.COURIER === 'aftership') {
    const [apiKey, webhookSecret] = need('AFTERSHIP_API_KEY', 'AFTERSHIP_WEBHOOK_SECRET')
    return { kind: 'aftership', apiKey: apiKey!, webhookSecret: webhookSecret! }
  }
  return null
}

/** @throws ConfigError naming every wrong variable; main exits with 78. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = configSchema.safeParse(env)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((i) => `  ${i.path.join('.')}: ${i.message}`)
    throw new ConfigError(`CONFIG_INSECURE or incomplete settings:\n${lines.join('\n')}`)
  }
  const e = parsed.data
  const production = env.NODE_ENV === 'production'
  if (production && (e.DEMO || e.SECRET.startsWith('demo-'))) {
    throw new ConfigError(
      'CONFIG_INSECURE: demo mode or the demo secret in production. Unset DEMO and set SECRET.',
    )
  }
  return {
    databaseUrl: e.DATABASE_URL,
    port: e.PORT,
    host: e.HOST,
    channelPort: e.CHANNEL_PORT ?? e.PORT + 1,
    channelUrl: e.CHANNEL_URL?.replace(/\/+$/, '') ?? null,
    publicUrl: e.PUBLIC_URL ?? `http://localhost:${e.PORT}`,
    dataDir: e.DATA_DIR,
    demo: e.DEMO,
    secret: e.SECRET,
    paymentSandbox:
      e.PAYMENT_SANDBOX_URL && e.PAYMENT_SANDBOX_SECRET
        ? { url: e.PAYMENT_SANDBOX_URL, secret: e.PAYMENT_SANDBOX_SECRET }
        : null,
    courier: courierSettings(e),
    payments: paymentConfig(e),
    webRtc: { publicAddress: e.WEBRTC_ADDRESS ?? null, udpPorts: e.WEBRTC_PORTS ?? null },
    clipWorker: e.CLIP_WORKER,
    srs: e.LIVE_ENGINE === 'srs' ? srsSettings(e) : null,
    logLevel: e.LOG_LEVEL,
    drainMs: e.DRAIN_SECONDS * 1000,
    metricsToken: e.METRICS_TOKEN ?? null,
    live: {
      mediaPort: e.MEDIA_PORT ?? e.PORT + 2,
      rtmpPort: e.RTMP_PORT,
      mediaUrl: e.MEDIA_URL ?? null,
      rtmpUrl: e.RTMP_URL ?? null,
      resumeMs: e.LIVE_RESUME_SECONDS * 1000,
    },
    trustProxy: e.TRUST_PROXY,
    webhooksToLoopback: e.DEMO && e.WEBHOOKS_TO_LOOPBACK,
    arrivals: {
      guestsPerHour: e.GUESTS_PER_HOUR,
      signUpsPerHour: e.SIGN_UPS_PER_HOUR,
      limitLoopback: e.LIMIT_LOOPBACK,
    },
  }
}
