// Which column holds the person, the item, the time and the action: by `--columns`, else by the names that files out there use.
import { SourceError } from './problems.ts'

export const ROLES = ['person', 'item', 'time', 'action'] as const
export type Role = (typeof ROLES)[number]
export type ColumnNames = Readonly<Partial<Record<Role, string>>>
/** Role → index of the column; without an action column every row is a `view`. */
export type Columns = Readonly<Record<'person' | 'item' | 'time', number> & { action: number | undefined }>

/** Best name first. Compared without case, spaces, `_`, `-` and `.`: `user_id` and `UserID` are one. */
const SYNONYMS: Readonly<Record<Role, string>> = {
  person:
    'person personid user userid uid visitor visitorid customer customerid member memberid account accountid ' +
    'household householdid reviewer reviewerid buyer buyerid 用户 用户id 用户编号',
  item:
    'item itemid iid product productid sku skuid asin parentasin article articleid goods goodsid content contentid ' +
    'video videoid movie movieid track trackid song songid book bookid stockcode 商品 商品id 物品 物品id 商品编号',
  time:
    'time timestamp ts t at atms timems datetime date eventtime eventtimestamp transactiontimestamp unixtime ' +
    'unixreviewtime createdat occurredat invoicedate tdat 时间 时间戳 日期',
  action:
    'action actiontype event eventtype eventname behavior behaviortype behaviour behaviourtype interaction ' +
    'interactiontype 行为 行为类型 事件 操作',
}

const plain = (name: string) => name.toLowerCase().replaceAll(/[\s_.-]/g, '')

/** Finds the columns in a header; throws a `SourceError` that lists what is there when a needed one is not. */
export function findColumns(file: string, header: readonly string[], names: ColumnNames = {}): Columns {
  const found = header.join(', ')
  const find = (role: Role): number | undefined => {
    const wanted = names[role]
    const matching = wanted === undefined ? findSynonym(header, role) : findNamed(header, wanted)
    const name = header[matching[0] ?? -1] ?? wanted ?? ''
    if (matching.length > 1) throw new SourceError('column-twice', { file, role, wanted: name })
    if (matching.length === 0 && wanted !== undefined)
      throw new SourceError('column-unknown', { file, role, wanted, found })
    return matching[0]
  }
  const need = (role: Role): number => {
    const index = find(role)
    if (index === undefined) throw new SourceError('column-missing', { file, role, found })
    return index
  }
  return { person: need('person'), item: need('item'), time: need('time'), action: find('action') }
}

const indicesOf = (header: readonly string[], fits: (name: string) => boolean): number[] =>
  header.flatMap((name, i) => (fits(name) ? [i] : []))

function findNamed(header: readonly string[], wanted: string): number[] {
  const exact = indicesOf(header, (name) => name === wanted)
  return exact.length > 0 ? exact : indicesOf(header, (name) => plain(name) === plain(wanted))
}

function findSynonym(header: readonly string[], role: Role): number[] {
  for (const synonym of SYNONYMS[role].split(' ')) {
    const matching = indicesOf(header, (name) => plain(name) === synonym)
    if (matching.length > 0) return matching
  }
  return []
}

/** `person=uid,item=sku` as names of columns. */
export function parseColumns(value: string): ColumnNames {
  const names: Partial<Record<Role, string>> = {}
  for (const pair of value.split(',')) {
    const [left = '', ...right] = pair.split('=')
    const role = ROLES.find((r) => r === left.trim())
    const name = right.join('=').trim()
    if (!role || name === '' || names[role] !== undefined) throw new SourceError('columns-option', { value })
    names[role] = name
  }
  return names
}
