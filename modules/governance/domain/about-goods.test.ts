// Words against goods: what speaks of them, in either language, and what does not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAboutGoods } from './about-goods.ts'

const kettle = {
  title: { zh: '316不锈钢便携烧水壶 出差旅行随身', en: 'Travel kettle of 316 steel' },
  tags: ['旅行'],
}
const cat = { title: { zh: '陶瓷猫碗 斜口护颈', en: 'Ceramic cat bowl' }, tags: ['宠物'] }

test('a content that names one of its goods is about them', () => {
  assert.ok(isAboutGoods(['出差路上一壶热水', '烧水只要三分钟'], [kettle]))
  assert.ok(isAboutGoods(['Two kettles in one bag'], [kettle]))
  assert.ok(isAboutGoods(['我家猫碗换新了'], [kettle, cat]))
})

test('one that speaks of something else is not; common trade words do not make it so', () => {
  assert.equal(isAboutGoods(['周末露营看星星', 'A night under the stars'], [kettle, cat]), false)
  assert.equal(isAboutGoods(['好物推荐 新款 便携 包邮'], [kettle]), false)
})

test('without goods there is nothing to be about', () => {
  assert.ok(isAboutGoods(['随便说说'], []))
})
