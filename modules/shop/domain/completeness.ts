// What a product still lacks before it can be reviewed. A draft may be saved with holes; each hole has a sentence.
import type { ShipKind } from '#kernel/ship-promise'
import type { Localized } from '#kernel/text'

export type Gap = { pointer: string; sentence: Localized }

type Candidate = {
  title: Localized
  description: Localized
  images: readonly string[]
  tags: readonly string[]
  skus: readonly unknown[]
  shipKind?: ShipKind
  shipsFrom?: string | null
}

export const TITLE_MIN = 2

const length = (text: string) => [...text].length

export function gapsOf(p: Candidate): Gap[] {
  const gaps: Gap[] = []
  const need = (ok: boolean, pointer: string, zh: string, en: string) => {
    if (!ok) gaps.push({ pointer, sentence: { zh, en } })
  }
  need(
    length(p.title.zh) >= TITLE_MIN,
    '/title/zh',
    `中文标题至少 ${TITLE_MIN} 个字`,
    `Give a Chinese title of at least ${TITLE_MIN} characters`,
  )
  need(
    length(p.title.en) >= TITLE_MIN,
    '/title/en',
    `英文标题至少 ${TITLE_MIN} 个字符`,
    `Give an English title of at least ${TITLE_MIN} characters`,
  )
  need(p.description.zh !== '', '/description/zh', '请填写中文描述', 'Describe it in Chinese')
  need(p.description.en !== '', '/description/en', '请填写英文描述', 'Describe it in English')
  need(p.images.length > 0, '/images', '至少上传一张图片', 'Add at least one picture')
  need(p.tags.length > 0, '/tags', '至少选一个需求标签', 'Choose at least one need tag')
  need(p.skus.length > 0, '/skus', '至少添加一个规格', 'Add at least one variant with its price')
  need(
    p.shipKind !== 'presale' || (p.shipsFrom ?? null) !== null,
    '/shipsFrom',
    '请填写预售的发货日期',
    'Give the day on which the presale ships',
  )
  return gaps
}
