// The door of compass 罗盘.
import type { Deps } from '#platform/context'
import { compassConsumer } from './reactions.ts'
import { compassRoutes } from './routes.ts'
import { createAnswers } from './service/answer.ts'
import { createCounting } from './service/count.ts'

export function createCompass(deps: Deps) {
  const counting = createCounting()
  const answers = createAnswers(deps)
  return { ...answers, ...counting, routes: compassRoutes(answers), consumer: compassConsumer(counting) }
}

export type Compass = ReturnType<typeof createCompass>
