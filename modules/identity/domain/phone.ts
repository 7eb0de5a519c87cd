// Phone numbers of delivery addresses. Why so strict: a wrong digit is a parcel that cannot be delivered, and the buyer is
// told which rule it breaks instead of 'invalid'.
import type { Localized } from '#kernel/text'

export type PhoneFault = { rule: 'characters' | 'length' | 'prefix'; detail: Localized }

/** A mainland mobile number as its 11 digits, any other as E.164 with its plus; or the rule it breaks. */
export function readPhone(text: string): string | PhoneFault {
  const compact = text.replace(/[\s()-]/g, '').replace(/^00/, '+')
  if (!/^\+?[0-9]+$/.test(compact))
    return { rule: 'characters', detail: { zh: '只能是数字', en: 'digits only' } }
  const national = compact.replace(/^\+86/, '')
  if (national.startsWith('+')) return readForeign(national)
  if (national.length !== 11) {
    return {
      rule: 'length',
      detail: {
        zh: `手机号应为 11 位，现为 ${national.length} 位`,
        en: `11 digits expected, ${national.length} given`,
      },
    }
  }
  if (!/^1[3-9]/.test(national))
    return { rule: 'prefix', detail: { zh: '手机号应以 13 至 19 开头', en: 'must begin with 13 to 19' } }
  return national
}

function readForeign(e164: string): string | PhoneFault {
  const digits = e164.length - 1
  if (digits < 8 || digits > 15) {
    return {
      rule: 'length',
      detail: {
        zh: `国际号码应为 8 至 15 位，现为 ${digits} 位`,
        en: `8 to 15 digits expected, ${digits} given`,
      },
    }
  }
  if (e164[1] === '0')
    return {
      rule: 'prefix',
      detail: { zh: '国家代码不能以 0 开头', en: 'a country code never begins with 0' },
    }
  return e164
}
