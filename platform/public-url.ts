// Addresses that strangers give us to call (webhooks): only the public internet. The name is looked up once, every address it has must be
// public, and the connection goes to that very address, so that a second answer of the name server cannot lead elsewhere.
import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { AppError } from '#kernel/errors'

const INSIDE = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  INSIDE.addSubnet(net, bits, 'ipv4')
/** Of IPv6 only what is handed out for the public (2000::/3) counts, less documentation and what carries IPv4 inside. */
const PUBLIC6 = new BlockList()
PUBLIC6.addSubnet('2000::', 3, 'ipv6')
const INSIDE6 = new BlockList()
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  INSIDE6.addSubnet(net, bits, 'ipv6')
const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

export type PublicUrlRules = {
  /** Lets receivers on this machine be tried, by plain http too: for demo and tests, never by default. */
  loopback: boolean
}

const family = (address: string) => (isIP(address) === 6 ? ('ipv6' as const) : ('ipv4' as const))

export function isPublicAddress(address: string, { loopback }: PublicUrlRules): boolean {
  if (isIP(address) === 0) return false
  if (loopback && LOOPBACK.check(address, family(address))) return true
  return isIP(address) === 4
    ? !INSIDE.check(address, 'ipv4')
    : PUBLIC6.check(address, 'ipv6') && !INSIDE6.check(address, 'ipv6')
}

const PORTS = new Set(['', '443', '8443'])
const INSIDE_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|arpa|onion|test|invalid)$/

const refuse = (why: string) => new AppError('URL_NOT_PUBLIC', { why })

/** The URL, when its form can be a public one; names are looked up when it is called. @throws AppError URL_NOT_PUBLIC {why} */
export function publicUrl(text: string, rules: PublicUrlRules): URL {
  if (!URL.canParse(text) || text.length > 500) throw refuse('syntax')
  const url = new URL(text) // writes 2130706433, 0x7f000001 and 127.1 as 127.0.0.1
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const here =
    rules.loopback && (host === 'localhost' || (isIP(host) !== 0 && LOOPBACK.check(host, family(host))))
  if (url.username !== '' || url.password !== '') throw refuse('credentials')
  if (url.protocol !== 'https:' && !(here && url.protocol === 'http:')) throw refuse('protocol')
  if (here) return url
  if (!PORTS.has(url.port)) throw refuse('port')
  if (isIP(host) !== 0 ? !isPublicAddress(host, rules) : !host.includes('.') || INSIDE_NAMES.test(host))
    throw refuse('address')
  return url
}

/** For `http.request({ lookup })`: the one address that was checked. Fails with URL_NOT_PUBLIC when any is inside. */
export function pinnedLookup(rules: PublicUrlRules): LookupFunction {
  return (hostname, options, done) =>
    lookup(hostname, { all: true }, (error, found) => {
      if (error) return done(error, '', 0)
      if (found.length === 0 || !found.every((a) => isPublicAddress(a.address, rules)))
        return done(refuse('address'), '', 0)
      const [one] = found
      // Node asks for a list when it tries families in turn; it is given the one.
      return (options as { all?: boolean }).all
        ? (done as unknown as (e: null, list: object[]) => void)(null, [one!])
        : done(null, one!.address, one!.family)
    })
}
