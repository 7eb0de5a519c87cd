// The shape of the product sheet while it is read.
import { Loading, Skeleton } from '#app/ui'

export const ProductSkeleton = () => (
  <Loading>
    <Skeleton className="product-skeleton-picture" />
    <Skeleton className="product-skeleton-price" />
    <Skeleton className="product-skeleton-line" />
    <Skeleton className="product-skeleton-line" />
  </Loading>
)
