// What a thousand impressions of it bring: conversion times margin, less what is sent back.
import type { Scorer } from '#engine'
import type { Candidate, FeedQuery } from '../feed-query.ts'
import { PARAMS } from '../params.ts'

export const commerceValueScorer: Scorer<FeedQuery, Candidate> = {
  name: 'commerce-value',
  weight: PARAMS.weights.commerceValue,
  score: ({ world, atMs }, { content, product }) =>
    world.learner.stats.commerceValue(content.contentId, product ?? undefined, atMs),
}
