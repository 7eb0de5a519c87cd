// What stands there in the first moments: the shape of a page, not a spinner.
import { Loading, Skeleton } from '#app/ui'

export const AppSkeleton = () => (
  <div className="app-skeleton">
    <Loading>
      <Skeleton className="app-skeleton-block" />
    </Loading>
  </div>
)

export function RowsSkeleton({ rows = 4 }: { rows?: number }) {
  return (
    <Loading>
      <div className="rows-skeleton">
        {Array.from({ length: rows }, (_, i) => (
          <div key={i} className="row-skeleton">
            <Skeleton className="row-skeleton-image" />
            <div>
              <Skeleton className="row-skeleton-line" />
              <Skeleton className="row-skeleton-short" />
            </div>
          </div>
        ))}
      </div>
    </Loading>
  )
}
