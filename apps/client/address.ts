// Sockets and streams have ports of their own. The API names them by an absolute address, or by `:PORT/path` when no proxy stands in
// front: then the host is the one the page came from.

/** `kind` is the family that is asked for: `ws` for sockets, `http` for everything else; the page's own security decides on the s. */
export function resolveAddress(
  address: string,
  kind: 'ws' | 'http',
  page: Pick<Location, 'protocol' | 'hostname' | 'host'> = globalThis.location,
): string {
  if (/^[a-z]+:\/\//i.test(address)) return address
  const scheme = `${kind}${page.protocol === 'https:' ? 's' : ''}`
  const host = address.startsWith(':') ? page.hostname : page.host
  return `${scheme}://${host}${address}`
}
