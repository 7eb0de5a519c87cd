// A new product, or one being edited: saved as a draft at any time, submitted when nothing is missing. Somebody else's edit
// in between is shown, never overwritten unseen.
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, InlineError, Panel, Tag, useText, useToast } from '#app/ui'
import {
  createProduct,
  getMerchantProduct,
  listProducts,
  setShelf,
  submitProduct,
  updateProduct,
} from '#modules/shop/contract'
import { useAct } from '../app/act.ts'
import { useShopId } from '../app/address.ts'
import { queryOf, queries } from '../app/api.ts'
import { useRules } from '../app/names.tsx'
import { BackLink, Page, Read, RowsSkeleton } from '../app/page.tsx'
import { useMay } from '../app/session.tsx'
import { PlanPanel } from './plan-panel.tsx'
import {
  draftOf,
  emptyDraft,
  toCreate,
  toUpdate,
  type MerchantProduct,
  type ProductDraft,
} from './product-draft.ts'
import { ProductForm } from './product-form.tsx'
import { REVIEW_TONE } from './products-page.tsx'

export function NewProductPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(emptyDraft)
  const create = useAct(createProduct, {
    inline: true,
    refreshes: [listProducts],
    says: t('product.draftSaved'),
  })
  async function save(): Promise<void> {
    const product = await create.run(toCreate(shopId, draft))
    if (product)
      await navigate({
        to: '/shop/$shopId/products/$productId',
        params: { shopId, productId: product.productId },
        replace: true,
      })
  }
  return (
    <Page
      scope="product.write"
      title={t('products.new')}
      back={<Back shopId={shopId} />}
      actions={
        <Button
          variant="primary"
          loading={create.busy}
          disabled={!draft.categoryId || (!draft.title.zh && !draft.title.en)}
          onClick={() => void save()}
        >
          {t('product.saveDraft')}
        </Button>
      }
    >
      <p className="muted">{t('product.newDetail')}</p>
      <InlineError problem={create.problem} />
      <ProductForm
        draft={draft}
        onChange={(change) => setDraft((d) => ({ ...d, ...change }))}
        problem={create.problem}
        missing={[]}
      />
    </Page>
  )
}

const Back = ({ shopId }: { shopId: string }) => {
  const { t } = useTranslation()
  return (
    <BackLink to="/shop/$shopId/products" params={{ shopId }}>
      {t('nav.products')}
    </BackLink>
  )
}

export function ProductPage() {
  const { t } = useTranslation()
  const shopId = useShopId()
  const { productId = '' } = useParams({ strict: false })
  const query = useQuery({ ...queryOf(getMerchantProduct, { shopId, productId }), refetchOnMount: 'always' })
  if (query.data) return <Editor key={query.data.productId} product={query.data} shopId={shopId} />
  return (
    <Page scope="product.read" title={t('products.product')} back={<Back shopId={shopId} />}>
      <Read query={query} skeleton={<RowsSkeleton rows={8} />}>
        {() => null}
      </Read>
    </Page>
  )
}

function Editor({ product, shopId }: { product: MerchantProduct; shopId: string }) {
  const { t } = useTranslation()
  const text = useText()
  const toast = useToast()
  const may = useMay()
  const { productId } = product
  const [draft, setDraft] = useState<ProductDraft>(() => draftOf(product))
  const [readVersion, setReadVersion] = useState(product.version)
  const [dirty, setDirty] = useState(false)
  const [asked, setAsked] = useState(false)
  const save = useAct(updateProduct, { inline: true })
  const submit = useAct(submitProduct, { inline: true, refreshes: [listProducts] })
  const shelf = useAct(setShelf, { refreshes: [getMerchantProduct, listProducts] })
  const problem = save.problem ?? submit.problem
  const stale = save.problem?.code === 'STALE' || (dirty && product.version !== readVersion && !save.busy)

  const takeNow = (fresh: MerchantProduct) => {
    queries.setQueryData(queryOf(getMerchantProduct, { shopId, productId }).queryKey, fresh)
    setDraft(draftOf(fresh))
    setReadVersion(fresh.version)
    setDirty(false)
  }
  // Without own changes the newest is simply shown.
  useEffect(() => {
    if (dirty || product.version === readVersion) return
    setDraft(draftOf(product))
    setReadVersion(product.version)
  }, [product, dirty, readVersion])

  async function saveDraft(): Promise<MerchantProduct | null> {
    submit.forget()
    const fresh = await save.run(toUpdate(shopId, productId, draft), { ifMatch: readVersion })
    if (!fresh) return null
    takeNow(fresh)
    void queries.invalidateQueries({ queryKey: [listProducts.id] })
    return fresh
  }
  async function saveOnly(): Promise<void> {
    if (await saveDraft()) toast({ text: t('product.saved'), tone: 'good' })
  }
  async function submitNow(): Promise<void> {
    setAsked(true)
    const current = dirty ? await saveDraft() : product
    if (!current || current.missing.length > 0) return
    const fresh = await submit.run({ shopId, productId })
    if (!fresh) return
    takeNow(fresh)
    toast({ text: t('product.submitted'), tone: 'good' })
  }
  async function lookAtNewest(): Promise<void> {
    save.forget()
    const { data } = await queries
      .fetchQuery({ ...queryOf(getMerchantProduct, { shopId, productId }), staleTime: 0 })
      .then((data) => ({ data }))
    takeNow(data)
  }

  const submittable = product.reviewState === 'draft' || product.reviewState === 'rejected'
  return (
    <Page
      scope="product.read"
      title={text(product.title) || t('products.untitled')}
      back={<Back shopId={shopId} />}
      detail={
        <Tag tone={REVIEW_TONE[product.reviewState]}>{t(`products.reviewState.${product.reviewState}`)}</Tag>
      }
      actions={
        may('product.write') ? (
          <>
            <Button
              loading={shelf.busy}
              onClick={() => void shelf.run({ shopId, productId, onShelf: !product.onShelf })}
            >
              {t(product.onShelf ? 'product.takeOff' : 'product.putOn')}
            </Button>
            {submittable ? (
              <>
                <Button
                  loading={save.busy && !submit.busy}
                  disabled={!dirty || stale}
                  onClick={() => void saveOnly()}
                >
                  {t('product.saveDraft')}
                </Button>
                <Button
                  variant="primary"
                  loading={submit.busy}
                  disabled={stale}
                  onClick={() => void submitNow()}
                >
                  {t('product.submit')}
                </Button>
              </>
            ) : (
              <Button
                variant="primary"
                loading={save.busy}
                disabled={!dirty || stale}
                onClick={() => void saveOnly()}
              >
                {t('app.save')}
              </Button>
            )}
          </>
        ) : null
      }
    >
      {product.reviewState === 'rejected' ? <Rejected product={product} /> : null}
      {stale ? (
        <div className="notice notice-amber" role="alert">
          <p>
            <b>{t('app.stale')}</b> {t('app.staleDetail')}
          </p>
          <Button size="s" onClick={() => void lookAtNewest()}>
            {t('app.takeNewest')}
          </Button>
        </div>
      ) : (
        <InlineError problem={problem} />
      )}
      {submittable && product.missing.length > 0 ? (
        <Panel title={t('product.missing', { n: product.missing.length })}>
          <ul className="bullets">
            {product.missing.map((g) => (
              <li key={g.pointer}>{text(g.sentence)}</li>
            ))}
          </ul>
        </Panel>
      ) : null}
      {product.reviewState === 'passed' ? <p className="muted">{t('product.reviewAgain')}</p> : null}
      <ProductForm
        draft={draft}
        problem={problem}
        missing={asked ? product.missing : []}
        onChange={(change) => {
          setDirty(true)
          setDraft((d) => ({ ...d, ...change }))
        }}
      />
      <PlanPanel shopId={shopId} productId={productId} />
    </Page>
  )
}

function Rejected({ product }: { product: MerchantProduct }) {
  const { t } = useTranslation()
  const text = useText()
  const rule = useRules().find((r) => r.ruleId === product.reviewRuleId)
  return (
    <div className="notice notice-rose">
      <div>
        <b>
          {t('product.rejected')} {product.reviewRuleId} {rule ? text(rule.title) : ''}
        </b>
        {rule ? <p>{text(rule.explanation)}</p> : null}
        {product.reviewNote ? <p>{t('product.reviewNote', { note: product.reviewNote })}</p> : null}
      </div>
    </div>
  )
}
