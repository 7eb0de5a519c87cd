// The quarter's tax export: sales, returns, net, services and commission of every party.
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { buttonClass, Field, Panel, Select } from '#app/ui'
import { useSession } from '../app/session.tsx'

const QUARTERS_BACK = 6

export function TaxExport() {
  const { t } = useTranslation()
  const now = new Date(useSession().now)
  const last = now.getFullYear() * 4 + Math.floor(now.getMonth() / 3)
  const quarters = Array.from({ length: QUARTERS_BACK }, (_, i) => last - i).map(
    (q) => `${Math.floor(q / 4)}-Q${(q % 4) + 1}`,
  )
  const [quarter, setQuarter] = useState(quarters[0]!)
  return (
    <Panel title={t('statement.tax')}>
      <div className="row-form">
        <Field label={t('statement.quarter')} hint={t('statement.taxHint')}>
          <Select value={quarter} onChange={(e) => setQuarter(e.target.value)}>
            {quarters.map((q) => (
              <option key={q}>{q}</option>
            ))}
          </Select>
        </Field>
        <a className={buttonClass()} href={`/api/v1/platform/tax-export?quarter=${quarter}`} download>
          <Download size={16} aria-hidden /> {t('statement.taxSave')}
        </a>
      </div>
    </Panel>
  )
}
