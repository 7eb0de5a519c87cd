// Which passwords are refused: short ones, those on every attacker's first page, and those that repeat the e-mail.
// No composition rules ("one digit, one symbol"): they make passwords worse (NIST SP 800-63B §3.1.1).
import type { Localized } from '#kernel/text'

export const MIN_PASSWORD = 8
export const MAX_PASSWORD = 128

export type PasswordFault = { rule: 'short' | 'common' | 'email'; detail: Localized }

const COMMON = new Set([
  'password',
  'passw0rd',
  'p@ssword',
  'p@ssw0rd',
  'qwertyui',
  'qwertyuiop',
  'asdfghjk',
  'asdfghjkl',
  'zxcvbnm1',
  '1q2w3e4r',
  '1qaz2wsx',
  'qazwsxedc',
  'q1w2e3r4',
  'abc12345',
  'abcd1234',
  'a1234567',
  'a12345678',
  'aa123456',
  'woaini1314',
  'woaini520',
  '5201314520',
  '1314520',
  'iloveyou',
  'letmein1',
  'welcome1',
  'sunshine',
  'princess',
  'football',
  'baseball',
  'superman',
  'trustno1',
  'admin123',
  'administrator',
  'changeme',
  'serendip',
  'serendip1',
])

export function passwordFault(password: string, email: string): PasswordFault | null {
  if ([...password].length < MIN_PASSWORD) {
    return {
      rule: 'short',
      detail: { zh: `至少 ${MIN_PASSWORD} 个字符`, en: `at least ${MIN_PASSWORD} characters` },
    }
  }
  const plain = password.toLowerCase()
  const bare = plain.replace(/[0-9!@#$%^&*._-]+$/, '')
  if (COMMON.has(plain) || COMMON.has(bare) || isRun(plain))
    return { rule: 'common', detail: { zh: '太常见', en: 'too common' } }
  const localPart = email.split('@')[0]!
  if (plain.includes(email) || (localPart.length >= 4 && bare === localPart)) {
    return { rule: 'email', detail: { zh: '不能与邮箱相同', en: 'must not repeat the e-mail' } }
  }
  return null
}

/** aaaaaaaa, 12345678, 87654321, 12121212: every step between neighbours is the same, or one short piece repeats. */
function isRun(text: string): boolean {
  const codes = [...text].map((c) => c.codePointAt(0)!)
  const steps = new Set(codes.slice(1).map((code, i) => code - codes[i]!))
  return steps.size === 1 || /^(.{1,3})\1+.?.?$/u.test(text)
}
