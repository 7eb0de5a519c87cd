// What a view (播放) is: a content that stayed on screen for at least three seconds. A swipe past is not a view.

export const VIEW_MS = 3000

export type Dwell = { contentId: string | null; dwellMs: number | null }

export function viewsOf(dwells: readonly Dwell[]): { itemId: string; views: number }[] {
  const views = new Map<string, number>()
  for (const { contentId, dwellMs } of dwells) {
    if (contentId !== null && dwellMs !== null && dwellMs >= VIEW_MS)
      views.set(contentId, (views.get(contentId) ?? 0) + 1)
  }
  return [...views].map(([itemId, count]) => ({ itemId, views: count }))
}
