// What people say under a video, and what its author answers. One language at a time, like the people who write it.
import type { Localized } from '#kernel/text'
import { l, type CategoryId } from './archetype.ts'

export const ANY_COMMENTS: readonly Localized[] = [
  l('被你种草了。', 'Now I want one.'),
  l('这个我有，用了一年，说得对。', 'I have it, a year now. You are right.'),
  l('背景音里是猫吗', 'Is that a cat in the background?'),
  l('终于有人讲缺点了。', 'At last someone names the faults.'),
  l('看了三遍，下单了。', 'Watched it three times, ordered.'),
  l('想问问和上一款差多少？', 'How far is it from the last one?'),
  l('字幕好评。', 'Thank you for the captions.'),
  l('你说慢一点我更爱听。', 'I like it when you speak slowly.'),
  l('已经第二次刷到了，是缘分。', 'It came by twice. Fate.'),
  l('我妈看完说也要。', 'My mum watched it and wants one too.'),
  l('这条没有废话。', 'Not a wasted word.'),
  l('收藏了，等发工资。', 'Saved until payday.'),
  l('声音好安静，睡前看的。', 'Such a quiet voice. I watch it before sleep.'),
  l('哪个颜色耐脏？', 'Which colour hides dirt?'),
  l('同款，颜色不一样。', 'Same one, other colour.'),
  l('光线真好，几点拍的？', 'Lovely light. What time was it?'),
  l('不买，就是来看看你。', 'Not buying. Just came to see you.'),
  l('能不能出一期怎么洗？', 'Could you show how to clean it?'),
  l('真实，终于不是摆拍。', 'Real, for once not staged.'),
  l('更新好快！', 'You post so often!'),
  l('退过别家的，这个留下了。', 'I returned another; this one stayed.'),
  l('小房间能用吗？', 'Does it fit a small room?'),
  l('价格比上周低了五块，难受。', 'Five yuan less than last week. Ouch.'),
  l('从头看到尾了。', 'Watched to the end.'),
]

export const CATEGORY_COMMENTS: Record<CategoryId, readonly Localized[]> = {
  clothing: [
    l('160 能穿 S 吗？', 'Is S right at 160 cm?'),
    l('配什么鞋好看？', 'Which shoes with it?'),
    l('洗后会缩吗？', 'Does it shrink?'),
  ],
  beauty: [
    l('黄皮哪个色号？', 'Which shade for warm skin?'),
    l('敏感皮用了两周，还行。', 'Sensitive skin, two weeks, fine.'),
    l('孕期能用吗？要看成分表。', 'Safe in pregnancy? I want the list.'),
  ],
  snacks: [
    l('半夜不该点进来的。', 'I should not have opened this at midnight.'),
    l('糖多吗？', 'Much sugar in it?'),
    l('我们那儿蘸辣椒吃。', 'Where I am from we dip it in chilli.'),
  ],
  fresh: [
    l('什么时候摘下一批？', 'When is the next picking?'),
    l('去年买过，比今年甜一点。', 'Bought it last year; a little sweeter then.'),
    l('鹅还好吗？', 'How are the geese?'),
  ],
  home: [
    l('租房能用吗？', 'Good for a rented flat?'),
    l('灯关了想看看效果。', 'Show it with the light off, please.'),
    l('猫会推倒吗？', 'Will the cat push it over?'),
  ],
  kitchen: [
    l('能带上飞机吗？', 'May it go on a plane?'),
    l('电磁炉能用？', 'On induction?'),
    l('酒店的壶我也不敢用。', 'I do not trust hotel kettles either.'),
    l('多大声？', 'How loud?'),
  ],
  baby: [
    l('六个月能用吗？', 'At six months?'),
    l('我家那个也只要这一本。', 'Mine also wants only that one.'),
    l('怎么消毒？', 'How do you sterilise it?'),
  ],
  pets: [
    l('猫：我没同意出镜。', 'Cat: I did not agree to this.'),
    l('大型犬能用吗？', 'For a large dog?'),
    l('十四斤也太可爱了。', 'Seven kilos of lovely.'),
  ],
  outdoor: [
    l('多重？', 'What does it weigh?'),
    l('川西几月去的？', 'Which month were you there?'),
    l('雨真大，帐篷真行。', 'What rain. What a tent.'),
  ],
  digital: [
    l('延迟多少？', 'What is the latency?'),
    l('能连两台吗？', 'Two devices at once?'),
    l('分贝仪链接有吗？', 'Where is the meter from?'),
  ],
  books: [
    l('第 214 页那句我也抄了。', 'I copied the line on page 214 too.'),
    l('适合几岁？', 'From what age?'),
    l('纸会透吗？', 'Does the paper show through?'),
  ],
  crafts: [
    l('师傅的手。', 'Those hands.'),
    l('可以定做吗？', 'Can you make one to order?'),
    l('碎的那几只卖吗？', 'Do you sell the broken ones?'),
  ],
}

export const AUTHOR_REPLIES: readonly Localized[] = [
  l('下一条就拍。', 'That is the next one.'),
  l('我用的是中间那个尺寸。', 'Mine is the middle size.'),
  l('可以，我试过。', 'Yes, I have tried.'),
  l('不合适别硬买。', 'If it does not suit, leave it.'),
  l('是猫，它很吵。', 'It is the cat. Loud.'),
  l('谢谢你看完。', 'Thank you for watching to the end.'),
  l('缺点在 0:12。', 'The fault is at 0:12.'),
  l('早上七点，窗边。', 'Seven in the morning, by the window.'),
]
