// What is put before a reviewer, right in every field.
import type { ReviewRequest } from './index.ts'

export const aReviewRequest = (overrides: Partial<ReviewRequest> = {}): ReviewRequest => ({
  kind: 'product',
  objectId: 'prd_01J00000000000000000000001',
  orgId: 'shp_01J00000000000000000000001',
  title: { zh: '折叠水壶', en: 'Folding kettle' },
  snapshot: {
    description: { zh: '出差也能喝上热水', en: 'Hot water on the road' },
    images: ['/media/products/portable-kettle-1.webp'],
    videoUrl: null,
    facts: [{ label: { zh: '材质', en: 'Material' }, value: { zh: '硅胶', en: 'Silicone' } }],
  },
  ...overrides,
})
