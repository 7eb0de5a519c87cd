import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isReworded, nextReviewState, type ReviewState, type ReviewStep } from './product-state.ts'

test('every state with every step', () => {
  const expected: Record<ReviewState, Record<ReviewStep, ReviewState | null>> = {
    draft: { submit: 'pending', reword: 'draft', pass: null, reject: null },
    pending: { submit: null, reword: 'pending', pass: 'passed', reject: 'rejected' },
    passed: { submit: null, reword: 'pending', pass: null, reject: null },
    rejected: { submit: 'pending', reword: 'rejected', pass: null, reject: null },
  }
  for (const [state, steps] of Object.entries(expected)) {
    for (const [step, next] of Object.entries(steps)) {
      assert.equal(nextReviewState(state as ReviewState, step as ReviewStep), next, `${state} + ${step}`)
    }
  }
})

const product = {
  title: { zh: '壶', en: 'Kettle' },
  description: { zh: '', en: '' },
  images: ['/media/a.webp'],
  categoryId: 'kitchen',
  tags: ['travel'],
  attributes: [],
  skus: [{ name: { zh: '白', en: 'White' }, priceMinor: 12900n, onHand: 3 }],
}

test('words and pictures are reviewed again', () => {
  for (const change of [
    { title: { zh: '好壶', en: 'Kettle' } },
    { description: { zh: 'x', en: '' } },
    { images: ['/media/b.webp'] },
    { categoryId: 'home' },
    { tags: ['gift'] },
    { attributes: [{ name: { zh: '材质', en: 'Material' }, value: { zh: '钢', en: 'Steel' } }] },
    { skus: [{ name: { zh: '黑', en: 'Black' } }] },
  ]) {
    assert.equal(isReworded(product, { ...product, ...change }), true, JSON.stringify(change))
  }
})

test('price, stock and a withdrawn SKU are not; nor is the order of the keys', () => {
  const after = {
    ...product,
    title: { en: 'Kettle', zh: '壶' },
    skus: [{ ...product.skus[0]!, priceMinor: 9900n, onHand: 0 }],
  }
  assert.equal(isReworded(product, after), false)
  assert.equal(isReworded(product, { ...product, skus: [] }), false)
})
