// What a stranger's server answered is shown to a merchant: phone numbers, addresses of mail and long secrets in it are not.
const SECRET_HEADERS = /^(set-cookie|authorization|cookie|x-api-key|proxy-authorization)$/i

export const maskText = (text: string): string =>
  text
    .replaceAll(/(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)/g, '$1****$2')
    .replaceAll(/[\w.+-]+@([\w-]+\.)+[a-z]{2,}/gi, (mail) => `${mail[0]}***${mail.slice(mail.indexOf('@'))}`)
    .replaceAll(/\b(sk_live_|whsec_)[\w+/=-]{6,}/g, '$1…')
    .replaceAll(/(?<!\d)\d{17}[\dXx](?!\d)/g, (id) => `${id.slice(0, 6)}********${id.slice(-4)}`)

export const maskHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SECRET_HEADERS.test(name) ? '…' : maskText(value)]),
  )
