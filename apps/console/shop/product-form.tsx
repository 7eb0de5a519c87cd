// The form of a product. What it still lacks is said at the field it is about; a draft may be saved with holes.
import { Plus, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { SHIP_KINDS } from '#kernel/ship-promise'
import type { ApiProblem } from '#app/client'
import { Button, Field, IconButton, Input, MoneyInput, Panel, Select, useText } from '#app/ui'
import { useShopId } from '../app/address.ts'
import { Both } from '../app/both.tsx'
import { useCategories, useGuarantees, useTags } from '../app/names.tsx'
import { BundleField } from './bundle-field.tsx'
import { ImagesField } from './images-field.tsx'
import {
  MAX_IMAGES,
  MAX_SKUS,
  newSku,
  type DraftSku,
  type MerchantProduct,
  type ProductDraft,
} from './product-draft.ts'

type FormProps = {
  draft: ProductDraft
  onChange: (change: Partial<ProductDraft>) => void
  problem: ApiProblem | null
  missing: MerchantProduct['missing']
}

export function ProductForm({ draft, onChange, problem, missing }: FormProps) {
  const { t } = useTranslation()
  const text = useText()
  const categories = useCategories()
  /** A refusal, or what the product lacks, of exactly this field. */
  const about = (pointer: string): string | null => {
    const refused = problem?.errors.find((e) => e.pointer === pointer)
    if (refused)
      return refused.code === 'POLICY_WORD'
        ? t('app.policyWord', { term: refused.detail, rule: String(problem?.data.ruleId ?? '') })
        : refused.detail
    const gap = missing.find((g) => g.pointer === pointer)
    return gap ? text(gap.sentence) : null
  }
  return (
    <>
      <Panel title={t('product.words')}>
        <Both
          label={t('product.title')}
          name="title"
          value={draft.title}
          onChange={(title) => onChange({ title })}
          problem={problem}
          max={60}
          lacks={about}
          required
        />
        <Both
          label={t('product.description')}
          name="description"
          value={draft.description}
          onChange={(description) => onChange({ description })}
          problem={problem}
          max={2000}
          lacks={about}
          area
        />
      </Panel>
      <Panel title={t('product.pictures')}>
        <ImagesField
          images={draft.images}
          onChange={(images) => onChange({ images })}
          max={MAX_IMAGES}
          error={about('/images')}
        />
      </Panel>
      <Panel title={t('product.kind')}>
        <div className="both">
          <Field label={t('products.category')} error={about('/categoryId')} required>
            <Select value={draft.categoryId} onChange={(e) => onChange({ categoryId: e.target.value })}>
              <option value="">{t('app.choose')}</option>
              {categories.map((c) => (
                <option key={c.id} value={c.id}>
                  {text(c.name)}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t('product.shipKind')} hint={t(`product.shipKindHint.${draft.shipKind}`)}>
            <Select
              value={draft.shipKind}
              onChange={(e) => onChange({ shipKind: e.target.value as ProductDraft['shipKind'] })}
            >
              {SHIP_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`product.shipKinds.${kind}`)}
                </option>
              ))}
            </Select>
          </Field>
          {draft.shipKind === 'hours' ? (
            <Field
              label={t('product.shipWithin')}
              hint={t('product.shipWithinHint')}
              error={about('/shipWithinHours')}
            >
              <Input
                inputMode="numeric"
                value={draft.shipWithinHours}
                onChange={(e) => onChange({ shipWithinHours: e.target.value })}
              />
            </Field>
          ) : null}
          {draft.shipKind === 'presale' ? (
            <Field label={t('product.shipsFrom')} error={about('/shipsFrom')} required>
              <Input
                type="date"
                value={draft.shipsFrom}
                onChange={(e) => onChange({ shipsFrom: e.target.value })}
              />
            </Field>
          ) : null}
        </div>
        <Choices
          label={t('product.tags')}
          hint={t('product.tagsHint')}
          all={useTags()}
          chosen={draft.tags}
          max={8}
          onChange={(tags) => onChange({ tags })}
          error={about('/tags')}
        />
        <Choices
          label={t('product.guarantees')}
          all={useGuarantees()}
          chosen={draft.guarantees}
          max={8}
          onChange={(guarantees) => onChange({ guarantees })}
          error={about('/guarantees')}
        />
      </Panel>
      <Panel title={t('product.skus')}>
        <p className="muted">{t('product.skusDetail')}</p>
        {about('/skus') ? (
          <p className="field-error" role="alert">
            {about('/skus')}
          </p>
        ) : null}
        <Skus skus={draft.skus} onChange={(skus) => onChange({ skus })} about={about} />
      </Panel>
    </>
  )
}

type ChoicesProps = {
  label: string
  hint?: string
  all: readonly { id: string; name: { zh: string; en: string } }[]
  chosen: readonly string[]
  max: number
  onChange: (ids: string[]) => void
  error: string | null
}

function Choices({ label, hint, all, chosen, max, onChange, error }: ChoicesProps) {
  const text = useText()
  const { t } = useTranslation()
  return (
    <fieldset className="field">
      <legend className="field-label">
        {label} <small className="muted num">{t('product.ofMax', { n: chosen.length, max })}</small>
      </legend>
      {hint ? <p className="field-hint">{hint}</p> : null}
      <div className="chips">
        {all.map((item) => {
          const on = chosen.includes(item.id)
          return (
            <button
              key={item.id}
              type="button"
              aria-pressed={on}
              disabled={!on && chosen.length >= max}
              onClick={() => onChange(on ? chosen.filter((id) => id !== item.id) : [...chosen, item.id])}
            >
              {text(item.name)}
            </button>
          )
        })}
      </div>
      {error ? (
        <p className="field-error" role="alert">
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}

type SkusProps = {
  skus: readonly DraftSku[]
  onChange: (skus: DraftSku[]) => void
  about: (pointer: string) => string | null
}

function Skus({ skus, onChange, about }: SkusProps) {
  const { t } = useTranslation()
  const shopId = useShopId()
  const edit = (at: number, change: Partial<DraftSku>) =>
    onChange(skus.map((s, i) => (i === at ? { ...s, ...change } : s)))
  return (
    <>
      <ol className="skus">
        {skus.map((s, i) => (
          <li key={s.key}>
            <fieldset className="sku-row">
              <legend className="visually-hidden">{t('product.skuN', { n: i + 1 })}</legend>
              <Field
                label={t('app.labelIn.zh', { label: t('product.skuName') })}
                error={about(`/skus/${i}/name/zh`)}
              >
                <Input
                  lang="zh-CN"
                  maxLength={40}
                  value={s.name.zh}
                  onChange={(e) => edit(i, { name: { ...s.name, zh: e.target.value } })}
                />
              </Field>
              <Field
                label={t('app.labelIn.en', { label: t('product.skuName') })}
                error={about(`/skus/${i}/name/en`)}
              >
                <Input
                  lang="en"
                  maxLength={40}
                  value={s.name.en}
                  onChange={(e) => edit(i, { name: { ...s.name, en: e.target.value } })}
                />
              </Field>
              <Field label={t('products.price')} error={about(`/skus/${i}/priceMinor`)}>
                <MoneyInput minor={s.priceMinor} onChange={(priceMinor) => edit(i, { priceMinor })} />
              </Field>
              <Field label={t('product.listPrice')} error={about(`/skus/${i}/listPriceMinor`)}>
                <MoneyInput
                  minor={s.listPriceMinor}
                  onChange={(listPriceMinor) => edit(i, { listPriceMinor })}
                />
              </Field>
              <Field
                label={t('products.stock')}
                error={about(`/skus/${i}/onHand`)}
                hint={s.skuId ? t('product.stockElsewhere') : undefined}
              >
                <Input
                  inputMode="numeric"
                  value={s.onHand}
                  disabled={s.skuId !== null || s.parts !== null}
                  onChange={(e) => edit(i, { onHand: e.target.value })}
                />
              </Field>
              <Field label={t('product.perPerson')} error={about(`/skus/${i}/purchaseLimit`)}>
                <Input
                  inputMode="numeric"
                  value={s.purchaseLimit}
                  onChange={(e) => edit(i, { purchaseLimit: e.target.value })}
                />
              </Field>
              <Field label={t('product.perOrder')} error={about(`/skus/${i}/orderLimit`)}>
                <Input
                  inputMode="numeric"
                  value={s.orderLimit}
                  onChange={(e) => edit(i, { orderLimit: e.target.value })}
                />
              </Field>
              <BundleField
                shopId={shopId}
                parts={s.parts}
                fixed={s.skuId !== null}
                onChange={(parts) => edit(i, { parts, onHand: '0' })}
              />
              <IconButton
                icon={Trash2}
                size={17}
                label={t('product.removeSku', { n: i + 1 })}
                disabled={skus.length === 1}
                onClick={() => onChange(skus.filter((_, at) => at !== i))}
              />
            </fieldset>
          </li>
        ))}
      </ol>
      {skus.length < MAX_SKUS ? (
        <Button size="s" icon={Plus} onClick={() => onChange([...skus, newSku()])}>
          {t('product.addSku', { n: skus.length, max: MAX_SKUS })}
        </Button>
      ) : null}
    </>
  )
}
