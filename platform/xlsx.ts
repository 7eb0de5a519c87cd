// One sheet as XLSX, written row by row into a zip that is sent meanwhile (ECMA-376, the parts a spreadsheet cannot do without). Texts are
// inline strings, never formulas; amounts are numbers with two places.
import { Zip, ZipDeflate } from 'fflate'

/** A `Minor` is shown as yuan. */
export type SheetCell = string | number | { minor: bigint } | null

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const SHEET = 'xl/worksheets/sheet1.xml'

const parts = (name: string): Record<string, string> => ({
  '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/${SHEET}" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
  '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escape(name)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>`,
})

/** `name`: the sheet's, at most 31 letters. */
export async function* xlsxFile(
  name: string,
  rows: AsyncIterable<readonly SheetCell[]>,
): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = []
  let failed: Error | null = null
  const zip = new Zip((error, chunk) => {
    if (error) failed = error
    else ready.push(chunk)
  })
  const open = (path: string) => {
    const part = new ZipDeflate(path, { level: 6 })
    zip.add(part)
    return part
  }
  for (const [path, text] of Object.entries(parts(name))) open(path).push(bytes(text), true)
  const sheet = open(SHEET)
  let xml = `${XML}<worksheet xmlns="${MAIN}"><sheetData>`
  for await (const row of rows) {
    xml += `<row>${row.map(cell).join('')}</row>`
    if (xml.length < 65_536) continue
    sheet.push(bytes(xml))
    xml = ''
    if (failed) throw failed as Error
    yield* ready
    ready = []
  }
  sheet.push(bytes(`${xml}</sheetData></worksheet>`), true)
  zip.end()
  if (failed) throw failed as Error
  yield* ready
}

function cell(value: SheetCell): string {
  if (value === null) return '<c/>'
  if (typeof value === 'string')
    return `<c t="inlineStr"><is><t xml:space="preserve">${escape(value)}</t></is></c>`
  return typeof value === 'number' ? `<c><v>${value}</v></c>` : `<c s="1"><v>${yuan(value.minor)}</v></c>`
}

/** Exact: 12345 → 123.45. */
export function yuan(minor: bigint): string {
  const size = minor < 0n ? -minor : minor
  return `${minor < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`
}

const encoder = new TextEncoder()
const bytes = (text: string) => encoder.encode(text)
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** And what no XML may hold falls away. */
const escape = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replaceAll(/[&<>"]/g, (c) => ESCAPES[c]!)
