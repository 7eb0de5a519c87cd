// Which column holds the person, the item, the time and the action: by `--columns`, else by the names that files out there use.
import { SourceError } from './problems.ts'

export const ROLES = ['person', 'item', 'time', 'action'] as const
export type Role = (typeof ROLES)[number]
export type ColumnNames = Readonly<Partial<Record<Role, string>>>
/** Role → index of the column; without an action column every row is a `view`. */
export type Columns = Readonly<Record<'person' | 'item' | 'time', number> & { action: number | undefined }>

/**
 * Best name first. Compared without case, spaces, `_`, `-`, `.` and what RecBole puts behind a name (`user_id:token`): `user_id` and
 * `UserID` are one. A session stands for a person where nobody else does.
 */
const SYNONYMS: Readonly<Record<Role, string>> = {
  person:
    'person personid user userid uid visitor visitorid customer customerid member memberid account accountid ' +
    'household householdid reviewer reviewerid buyer buyerid client clientid shopper shopperid profileid ' +
    'distinctid userpseudoid 用户 用户id 用户编号 会员 会员id 会员编号 顾客 顾客id 客户 客户id 客户编号 买家 买家id ' +
    'kunde kundennr kundennummer kundenid nutzer nutzerid benutzer benutzerid session sessionid',
  item:
    'item itemid iid product productid sku skuid asin parentasin article articleid goods goodsid content contentid ' +
    'video videoid movie movieid track trackid song songid book bookid stockcode isbn newsid listingid gameid ' +
    'businessid recipeid aid productname itemname 商品 商品id 商品编号 商品名称 物品 物品id 产品 产品id 产品编号 货号 ' +
    'artikel artikelnr artikelnummer artikelid produkt produktid produktnr produktnummer',
  time:
    'time timestamp ts t at atms timems datetime date eventtime eventtimestamp transactiontimestamp unixtime ' +
    'unixreviewtime createdat occurredat invoicedate tdat orderdate ordertime purchasedate purchasetime eventdate ' +
    'visittime clicktime viewtime servertime 时间 时间戳 日期 行为时间 操作时间 点击时间 下单时间 交易时间 购买时间 ' +
    'zeit zeitpunkt zeitstempel datum bestelldatum',
  action:
    'action actiontype event eventtype eventname behavior behaviortype behaviour behaviourtype interaction ' +
    'interactiontype 行为 行为类型 行为类别 事件 事件类型 操作 操作类型 动作 aktion ereignis',
}

const plain = (name: string) =>
  name
    .toLowerCase()
    .replace(/:(token|float)(_seq)?$/, '')
    .replaceAll(/[\s_.-]/g, '')

/** `--columns person=1,item=2,time=4` of a file that begins with its first event. */
export const areNumbers = (names: ColumnNames = {}): boolean =>
  Object.keys(names).length > 0 && Object.values(names).every((name) => /^[1-9]\d?$/.test(name))

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
  const at = { person: find('person'), item: find('item'), time: find('time'), action: find('action') }
  const missing = (['person', 'item', 'time'] as const).filter((role) => at[role] === undefined)
  if (missing.length > 0) throw notFound(file, header, missing)
  return at as Columns
}

/** Which of the things that end in "there is no such column" it is: each has another way out. */
function notFound(file: string, header: readonly string[], missing: readonly Role[]): SourceError {
  const found = header.join(', ')
  if (header.some((name) => /[\r\0]/.test(name))) return new SourceError('line-ends', { file })
  if (header.length === 1 && !/\.(parquet|pq)$/i.test(file))
    return new SourceError('one-column', { file, found })
  const isData = missing.length === 3 && header.some((name) => /^-?\d+([.,]\d+)?$/.test(name))
  if (isData) return new SourceError('no-header', { file, found })
  return new SourceError(missing.includes('time') ? 'no-time' : 'column-missing', {
    file,
    found,
    role: missing.join(', '),
    example: missing.map((role) => `${role}=NAME`).join(','),
  })
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
