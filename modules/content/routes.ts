// Contract → service. The endpoints that are flows (see contract.ts) are bound in server/routes.ts.
import { route, type Route } from '#platform/http/dispatch'
import * as contract from './contract.ts'
import type { createCommentDesk } from './service/comment-desk.ts'
import type { createCreators } from './service/creators.ts'
import type { createDesk } from './service/desk.ts'
import type { createEngage } from './service/engage.ts'
import type { createRead } from './service/read.ts'
import type { createWatch } from './service/watch.ts'

type Services = ReturnType<typeof createRead> &
  ReturnType<typeof createEngage> &
  ReturnType<typeof createDesk> &
  ReturnType<typeof createCreators> &
  ReturnType<typeof createWatch> &
  ReturnType<typeof createCommentDesk>

export const contentRoutes = (s: Services): Route[] => [
  route(contract.like, (input, ctx) => s.like(input, ctx)),
  route(contract.unlike, (input, ctx) => s.unlike(input, ctx)),
  route(contract.deleteComment, (input, ctx) => s.deleteComment(input, ctx)),
  route(contract.share, (input, ctx) => s.share(input, ctx)),
  route(contract.follow, (input, ctx) => s.follow(input, ctx)),
  route(contract.unfollow, (input, ctx) => s.unfollow(input, ctx)),
  route(contract.getAuthor, (input, ctx) => s.getAuthor(input, ctx)),
  route(contract.listAuthorContents, (input, ctx) => s.listAuthorContents(input, ctx)),
  route(contract.getCreator, (input) => s.getCreator(input)),
  route(contract.listMine, (input) => s.listMine(input)),
  route(contract.getMine, (input) => s.getMine(input)),
  route(contract.getWatch, (input) => s.getWatch(input)),
  route(contract.replyToComment, (input) => s.replyToComment(input)),
  route(contract.pinComment, (input) => s.pinComment(input)),
  route(contract.releaseComment, (input) => s.releaseComment(input)),
  route(contract.getCommentFilter, (input) => s.getCommentFilter(input)),
  route(contract.setCommentFilter, (input) => s.setCommentFilter(input)),
]
