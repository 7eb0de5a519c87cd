// What the ledger's kinds and parties are called; one that has no word yet is shown as it is.
import { useTranslation } from 'react-i18next'

function useWord(family: string): (code: string) => string {
  const { t, i18n } = useTranslation()
  return (code) => {
    const key = `${family}.${code}`
    return i18n.exists(key) ? t(key as 'ledger.kind') : code
  }
}

export const useKindName = () => useWord('ledger.kinds')
export const useAccountKindName = () => useWord('ledger.accountKinds')
export const usePartyTypeName = () => useWord('ledger.parties')
export const usePhaseName = () => useWord('ledger.phases')
