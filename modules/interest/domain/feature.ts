// What an interest can be about. A feature is written `kind:code`, the same text inside, in the log and on the wire.

export type FeatureKind = 'tag' | 'category' | 'creator'
export type Feature = `${FeatureKind}:${string}`

export const feature = (kind: FeatureKind, code: string): Feature => `${kind}:${code}`
export const kindOf = (f: string): FeatureKind => f.slice(0, f.indexOf(':')) as FeatureKind
export const codeOf = (f: string): string => f.slice(f.indexOf(':') + 1)
