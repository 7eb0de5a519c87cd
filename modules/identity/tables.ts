// Identity's tables as types; jsonb columns go in as text and come out as objects.
import type { ColumnType, Generated } from 'kysely'
import type { OrgKind } from '#kernel/scopes'
import type { Locale, Localized } from '#kernel/text'
import type { PersonaRole } from './domain/personas.ts'

type Json<T> = ColumnType<T, string, string>

export type IdentityTables = {
  'identity.account': {
    id: string
    email: string | null
    password_hash: string | null
    nickname: string
    avatar_url: string | null
    locale: Locale
    suspended: Generated<boolean>
    created_at: Date
    signed_up_at: Date | null
  }
  'identity.organisation': {
    id: string
    kind: OrgKind
    name: Json<Localized>
    suspended: Generated<boolean>
    created_at: Date
  }
  'identity.membership': { org_id: string; account_id: string; role: string; created_at: Date }
  'identity.session': {
    id: string
    token_hash: Uint8Array
    account_id: string
    created_at: Date
    expires_at: Date
    revoked_at: Date | null
  }
  'identity.arrival': { subject: string; hour: Date; n: number }
  'identity.login_attempt': { id: Generated<bigint>; subject: string; at: Date }
  'identity.address': {
    id: string
    account_id: string
    name: string
    phone: string
    province: string
    city: string
    district: string
    detail: string
    is_default: boolean
    created_at: Date
  }
  'identity.persona': {
    key: string
    account_id: string
    role: PersonaRole
    label: Json<Localized>
    position: Generated<number>
  }
}
