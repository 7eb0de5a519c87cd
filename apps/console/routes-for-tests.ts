// Every address of the desk with a role that may see it: what the accessibility journey walks through. Parameters are filled
// in by the journey from the world it runs in.

export type ConsoleRoute = { path: string; role: 'merchant' | 'creator' | 'agency' | 'operator' }

const of = (role: ConsoleRoute['role'], ...paths: string[]): ConsoleRoute[] =>
  paths.map((path) => ({ path: `/desk${path}`, role }))

export const consoleRoutes: readonly ConsoleRoute[] = [
  ...of(
    'merchant',
    '/shop/$shopId',
    '/shop/$shopId/products',
    '/shop/$shopId/products/new',
    '/shop/$shopId/products/$productId',
    '/shop/$shopId/orders',
    '/shop/$shopId/orders/$orderId',
    '/shop/$shopId/refunds',
    '/shop/$shopId/reviews',
    '/shop/$shopId/comments',
    '/shop/$shopId/money',
    '/shop/$shopId/payouts',
    '/shop/$shopId/payouts/$payoutId',
    '/shop/$shopId/funnel',
    '/shop/$shopId/lines',
    '/shop/$shopId/matrix',
    '/shop/$shopId/members',
    '/shop/$shopId/settings',
    '/start',
    '/creator/$creatorId/rooms',
    '/creator/$creatorId/programmes',
    '/creator/$creatorId/rooms/$roomId',
    '/creator/$creatorId/rooms/$roomId/prompter',
    '/co-host/an-old-invitation',
    '/creator/$creatorId/rooms/$roomId/moderate',
    '/creator/$creatorId/live/$roomId/screen',
    '/creator/$creatorId/live/$roomId/review',
  ),
  ...of(
    'creator',
    '/creator/$creatorId',
    '/creator/$creatorId/square',
    '/creator/$creatorId/showcase',
    '/creator/$creatorId/publish',
    '/creator/$creatorId/contents',
    '/creator/$creatorId/contents/$contentId',
    '/creator/$creatorId/contents/$contentId/watch',
    '/creator/$creatorId/comments',
    '/creator/$creatorId/earnings',
    '/creator/$creatorId/members',
  ),
  ...of('agency', '/agency/$agencyId'),
  ...of(
    'operator',
    '/platform',
    '/platform/reviews',
    '/platform/rooms',
    '/platform/rules',
    '/platform/rates',
    '/platform/ledger',
    '/platform/transfers',
    '/platform/signals',
    '/platform/model',
    '/platform/slates/$slateId',
    '/platform/clock',
  ),
]
