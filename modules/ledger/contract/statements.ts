// Monthly statements: a party's balance as the ledger has it, to read, as PDF, CSV and XLSX; and the quarter's tax export.
import { z } from 'zod'
import { currency, endpoint, idOf, minorOut, says, type Access } from '#kernel/contract'
import { fileOut } from '#kernel/file'

export const STATEMENT_FORMATS = ['pdf', 'csv', 'xlsx'] as const
const month = z.string().refine((m) => /^20\d\d-(0[1-9]|1[0-2])$/.test(m), says('如 2026-11', 'like 2026-11'))
const quarter = z.string().refine((q) => /^20\d\d-Q[1-4]$/.test(q), says('如 2026-Q4', 'like 2026-Q4'))

/** opening + sum = closing, and the sum is that of the lines. */
const months = z.object({
  currency,
  items: z.array(
    z.object({
      month: z.string(),
      lines: z.number().int(),
      openingMinor: minorOut,
      sumMinor: minorOut,
      closingMinor: minorOut,
    }),
  ),
})
const file = { month, format: z.enum(STATEMENT_FORMATS) }

const listOf = <I extends z.ZodRawShape>(id: string, path: `/${string}`, access: Access, of: I) =>
  endpoint({
    id: `ledger.list${id}Statements`,
    method: 'GET',
    path: `${path}/statements`,
    summary: { zh: '月结单', en: 'Monthly statements, newest first' },
    access,
    input: z.object(of),
    output: months,
    errors: [],
  })
const fileOf = <I extends z.ZodRawShape>(id: string, path: `/${string}`, access: Access, of: I) =>
  endpoint({
    id: `ledger.get${id}Statement`,
    method: 'GET',
    path: `${path}/statements/file`,
    summary: { zh: '下载月结单', en: 'A month’s statement as a file' },
    access,
    input: z.object({ ...of, ...file }),
    output: fileOut,
    errors: ['NOT_FOUND'],
    file: true,
  })

const shop = { kind: 'org', org: 'shop', scope: 'finance.read', param: 'shopId' } as const
const creator = { kind: 'org', org: 'creator', scope: 'commission.read', param: 'creatorId' } as const
const agency = { kind: 'org', org: 'agency', scope: 'commission.read', param: 'agencyId' } as const
const paths = {
  shop: '/api/v1/shops/{shopId}/finance',
  creator: '/api/v1/creators/{creatorId}/earnings',
  agency: '/api/v1/agencies/{agencyId}/earnings',
} as const

export const listShopStatements = listOf('Shop', paths.shop, shop, { shopId: idOf('shp') })
export const getShopStatement = fileOf('Shop', paths.shop, shop, { shopId: idOf('shp') })
export const listCreatorStatements = listOf('Creator', paths.creator, creator, { creatorId: idOf('crt') })
export const getCreatorStatement = fileOf('Creator', paths.creator, creator, { creatorId: idOf('crt') })
export const listAgencyStatements = listOf('Agency', paths.agency, agency, { agencyId: idOf('org') })
export const getAgencyStatement = fileOf('Agency', paths.agency, agency, { agencyId: idOf('org') })

export const exportTax = endpoint({
  id: 'ledger.exportTax',
  method: 'GET',
  path: '/api/v1/platform/tax-export',
  summary: {
    zh: '季度涉税信息（CSV）',
    en: 'A quarter’s identity and income of operators and practitioners, as CSV',
  },
  access: { kind: 'platform', scope: 'ledger.read' },
  input: z.object({ quarter }),
  output: fileOut,
  errors: [],
  file: true,
})

export const statementEndpoints = [
  listShopStatements,
  getShopStatement,
  listCreatorStatements,
  getCreatorStatement,
  listAgencyStatements,
  getAgencyStatement,
  exportTax,
] as const
