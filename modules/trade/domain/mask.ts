// What a merchant sees of a buyer before a parcel needs a label: 张*, 138****8000, the region without the street.

export type DeliveryAddress = { name: string; phone: string; region: string; detail: string }

export const maskName = (name: string): string => `${[...name.trim()][0] ?? ''}*`

/** Keeps the first three and the last four of a long number, and less of a short one. */
export function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/[^\d+]/g, '')
  return digits.length >= 9 ? `${digits.slice(0, 3)}****${digits.slice(-4)}` : `****${digits.slice(-2)}`
}

export const maskAddress = (a: DeliveryAddress): DeliveryAddress => ({
  name: maskName(a.name),
  phone: maskPhone(a.phone),
  region: a.region,
  detail: '***',
})
