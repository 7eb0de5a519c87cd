// One text in both languages, side by side; a forbidden word is shown at the very field it stands in.
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { ApiProblem } from '#app/client'
import { Field, Input, Textarea } from '#app/ui'

export type Words = { zh: string; en: string }

type BothProps = {
  label: string
  value: Words
  onChange: (value: Words) => void
  /** The field's name in the contract, by which refusals point at it. */
  name: string
  problem: ApiProblem | null
  max: number
  area?: boolean
  required?: boolean
  hint?: string
  /** Other complaints about one of the two, e.g. what a draft still lacks. */
  lacks?: (pointer: string) => string | null
}

export function Both({
  label,
  value,
  onChange,
  name,
  problem,
  max,
  area = false,
  required = false,
  hint,
  lacks,
}: BothProps) {
  const { t } = useTranslation()
  const Control = area ? Textarea : Input
  return (
    <div className="both">
      {(['zh', 'en'] as const).map((l) => (
        <Field
          key={l}
          label={t(`app.labelIn.${l}`, { label })}
          required={required}
          hint={l === 'zh' ? hint : undefined}
          error={errorOf(problem, name, l, t) ?? lacks?.(`/${name}/${l}`) ?? null}
        >
          <Control
            {...(area ? { rows: 5 } : {})}
            lang={l === 'zh' ? 'zh-CN' : 'en'}
            maxLength={max}
            value={value[l]}
            onChange={(e: { target: { value: string } }) => onChange({ ...value, [l]: e.target.value })}
          />
        </Field>
      ))}
    </div>
  )
}

/** A refusal of this field; of a forbidden word the word itself. */
function errorOf(
  problem: ApiProblem | null,
  name: string,
  language: 'zh' | 'en',
  t: TFunction,
): string | null {
  const found = problem?.errors.find((e) => e.pointer === `/${name}/${language}` || e.pointer === `/${name}`)
  if (!found) return null
  return found.code === 'POLICY_WORD'
    ? t('app.policyWord', { term: found.detail, rule: String(problem?.data.ruleId ?? '') })
    : found.detail
}
