// Snacks and drinks 零食饮品: bought on a whim, finished in a week, bought again.
import { edition, fact, l, option, scene, type Archetype } from '../archetype.ts'

export const snacks: Archetype[] = [
  {
    id: 'nut-mix', categoryId: 'snacks', noun: l('混合坚果', 'mixed nuts'), priceYuan: [39, 109], returns: 0.4,
    tags: ['office', 'health', 'family', 'sugarfree'], colours: false, options: [option('7 小包', '7 sachets', 0.5), option('30 小包', '30 sachets'), option('罐装 500 克', '500 g tin', 0.9)],
    editions: [
      edition('每日', 'Daily', 1), edition('原味轻烘', 'Lightly roasted', 0.95, 'natural'), edition('低盐', 'Low-salt', 1, 'health'), edition('云南核桃', 'Yunnan walnut', 1.1, 'local'), edition('无添加糖', 'No-added-sugar', 1.05, 'sugarfree'),
    ],
    tails: [l('下午三点的一小包', 'one sachet at three'), l('果干少坚果多', 'more nuts than fruit')],
    points: [
      l('一包 25 克，打开正好吃完，不用夹子', '25 g a sachet: open it, finish it, no clip needed'), l('坚果与果干七比三，重量印在背面', 'Seven parts nuts to three of fruit, by weight, printed on the back'),
      l('独立充氮，放抽屉两个月还是脆的', 'Sealed with nitrogen: still crisp after two months in a drawer'),
    ],
    facts: [fact('保质期', 'Shelf life', '180 天', '180 days'), fact('过敏原', 'Allergens', '含坚果', 'Contains nuts')],
    scenes: [
      scene('把一包倒出来数', 'I counted one sachet', '腰果四颗，巴旦木六颗，核桃三块，蔓越莓十一粒。', 'Four cashews, six almonds, three walnuts, eleven cranberries.'),
      scene('下午三点不点奶茶', 'Three o’clock without bubble tea', '第十九天，抽屉里还有十一包，我还活着。', 'Day nineteen. Eleven sachets left, and I am alive.'),
      scene('给爸妈寄一箱', 'A box for my parents', '他们说太贵不要买，然后发来三个空包装的照片。', 'They said do not spend so much, then sent a photo of three empty sachets.'),
    ],
  },
  {
    id: 'biscuits', categoryId: 'snacks', noun: l('饼干', 'biscuits'), priceYuan: [19, 59], returns: 0.4,
    tags: ['teatime', 'office', 'family', 'budget'], colours: false, options: [option('一盒', '1 box'), option('三盒', '3 boxes', 2.7), option('铁罐', 'Tin', 1.6)],
    editions: [
      edition('海盐黄油', 'Sea-salt butter', 1.1), edition('燕麦粗粮', 'Oat', 0.9, 'health'), edition('桃酥', 'Walnut crumb', 0.85, 'local', 'retro'), edition('低糖芝麻', 'Low-sugar sesame', 1, 'sugarfree'), edition('咖啡', 'Coffee', 1, 'coffee'),
    ],
    tails: [l('配茶刚好', 'good with tea'), l('小时候那个味', 'as it used to be')],
    points: [
      l('黄油占比写在正面，不用翻过来找', 'The share of butter is on the front of the box'), l('一袋两片，拿起来不掉渣', 'Two a sachet, and they do not crumble on the way'), l('糖减了三成，咸味站出来了', 'Three tenths less sugar, so the salt steps forward'),
    ],
    facts: [fact('净含量', 'Net weight', '240 克', '240 g'), fact('过敏原', 'Allergens', '含小麦、乳', 'Contains wheat and milk')],
    scenes: [
      scene('桃酥掉渣的正确吃法', 'How to eat a crumbly biscuit', '低头，对着袋口，别说话。', 'Head down, over the bag, no talking.'),
      scene('办公室抽屉第二层', 'The second drawer', '公开的秘密：加班的人都知道密码是拉一下。', 'An open secret. Those who work late know the combination: pull.'),
      scene('奶奶的铁罐', 'Grandma’s tin', '里面不是针线，这次真的是饼干。', 'No needles in it. This time it really is biscuits.'),
    ],
  },
  {
    id: 'chocolate', categoryId: 'snacks', noun: l('巧克力', 'chocolate'), priceYuan: [29, 99], returns: 0.4,
    tags: ['gift', 'self', 'couple', 'teatime'], colours: false, options: [option('一盒', '1 box'), option('两盒', '2 boxes', 1.85)],
    editions: [
      edition('72%黑', '72 % dark', 1, 'sugarfree'), edition('海盐焦糖', 'Salted caramel', 1.05), edition('云南可可', 'Yunnan cacao', 1.3, 'local', 'premium'), edition('生巧', 'Ganache', 1.2), edition('抹茶', 'Matcha', 1.1, 'tea'),
    ],
    tails: [l('苦得刚好', 'just bitter enough'), l('冰袋发货', 'shipped with ice')],
    points: [
      l('配料四样，第一样是可可', 'Four ingredients, cacao first'), l('气温超过 26℃ 会自动加冰袋', 'Above 26 °C an ice pack goes in, no charge'), l('每块有一道掰痕，分得均匀', 'Scored so that it breaks evenly'),
    ],
    facts: [fact('保存', 'Keep', '阴凉干燥', 'Cool and dry'), fact('净含量', 'Net weight', '100 克', '100 g')],
    scenes: [
      scene('含着，不要嚼', 'Let it melt', '第一口是苦，第四十秒是果香，第六十秒想起一个人。', 'Bitter at first, fruit at forty seconds, and at sixty somebody comes to mind.'),
      scene('送给不爱甜的人', 'For someone who dislikes sweets', '她说这个可以，她上一次说可以是 2019 年。', 'She said this one is all right. She last said that in 2019.'),
      scene('加班到十点的一块', 'One square at ten at night', '掰一块，写完最后一页，再掰一块。', 'One square, the last page, one more square.'),
    ],
  },
  {
    id: 'tea-tin', categoryId: 'snacks', noun: l('茶叶', 'tea'), priceYuan: [49, 219], returns: 0.5,
    tags: ['tea', 'parents', 'gift', 'office'], colours: false, options: [option('50 克罐', '50 g tin', 0.55), option('100 克罐', '100 g tin'), option('两罐礼盒', 'Gift pair', 2.1)],
    editions: [
      edition('正山小种', 'Lapsang', 1, 'local'), edition('凤凰单丛', 'Phoenix oolong', 1.3, 'premium'), edition('茉莉花', 'Jasmine', 0.8, 'fragrant'), edition('陈皮白茶', 'Tangerine white', 1.15, 'health'), edition('明前龙井', 'Early Longjing', 1.5, 'seasonal', 'premium'),
    ],
    tails: [l('口粮茶不将就', 'for every day'), l('产地直发', 'from where it grows')],
    points: [
      l('罐底印着采摘日期和山场', 'Date and hillside are printed under the tin'), l('碎末很少，倒到最后一泡还是整叶', 'Hardly any dust: the last pour still has whole leaves'), l('附三克小泡袋两包，先喝再开罐', 'Two 3 g trial bags come with it: taste before you open the tin'),
    ],
    facts: [fact('产地', 'Origin', '见罐底', 'Under the tin'), fact('保质期', 'Shelf life', '18 个月', '18 months')],
    scenes: [
      scene('办公室泡茶不用工夫', 'Office tea, no ceremony', '三克，马克杯，九十度，两分钟，捞出来就行。', 'Three grams, a mug, 90 °C, two minutes, out.'),
      scene('一泡喝到第七道', 'Seven infusions', '第三道有花香，第五道回甜，第七道像白开水谈恋爱。', 'Flowers at the third, sweetness at the fifth; the seventh is water in love.'),
      scene('茶农老陈说今年雨多', 'Old Chen says it rained a lot', '所以今年香气淡一点，汤更软。他不肯说好话。', 'So the scent is lighter and the cup softer this year. He will not flatter it.'),
    ],
  },
  {
    id: 'noodle-bowl', categoryId: 'snacks', noun: l('拌面', 'noodles'), priceYuan: [25, 69], returns: 0.5,
    tags: ['fast', 'solo', 'dorm', 'spicy'], colours: false, options: [option('4 份', '4 portions', 0.6), option('8 份', '8 portions')],
    editions: [
      edition('重庆小面', 'Chongqing', 1, 'spicy', 'local'), edition('葱油', 'Scallion-oil', 0.9), edition('武汉热干', 'Wuhan sesame', 1, 'local'), edition('番茄牛腩', 'Tomato beef', 1.3), edition('酸辣粉', 'Hot-and-sour glass', 0.95, 'spicy'),
    ],
    tails: [l('五分钟一碗', 'a bowl in five minutes'), l('料包真材实料', 'a proper sauce')],
    points: [
      l('面是风干的，不是油炸的', 'The noodles are dried, not fried'), l('辣度分三档，袋子上有红点', 'Three heats, marked by red dots on the bag'), l('料包撕口真的撕得开', 'The sachet really tears where it says'),
    ],
    facts: [fact('净含量', 'Net weight', '每份约 180 克', 'About 180 g each'), fact('保质期', 'Shelf life', '180 天', '180 days')],
    scenes: [
      scene('一个人的深夜面', 'Noodles alone, late', '煎个蛋，放两根青菜，假装很会生活。', 'A fried egg, two greens, and I look like someone who copes.'),
      scene('重庆人尝了一口', 'A Chongqing friend took a bite', '停顿三秒，说花椒对了，辣子可以再野一点。', 'Three seconds of silence. The pepper is right, she said, the chilli could be wilder.'),
      scene('宿舍熄灯前五分钟', 'Five minutes before lights out', '热水一冲，四个人一碗，谁也没说要减肥。', 'Hot water, one bowl, four people, nobody on a diet.'),
    ],
  },
  {
    id: 'dried-mango', categoryId: 'snacks', noun: l('芒果干', 'dried mango'), priceYuan: [22, 59], returns: 0.3,
    tags: ['office', 'local', 'student', 'summer'], colours: false, options: [option('100 克', '100 g', 0.5), option('250 克', '250 g'), option('500 克', '500 g', 1.8)],
    editions: [
      edition('百色厚切', 'Baise thick-cut', 1.1, 'local'), edition('少糖', 'Less-sugar', 1.05, 'sugarfree'), edition('辣椒盐', 'Chilli-salt', 1, 'spicy'), edition('半干软糯', 'Half-dried', 1.1, 'soft'),
    ],
    tails: [l('果肉看得见纤维', 'fibre you can see'), l('追剧停不下来', 'for long evenings')],
    points: [
      l('每片厚过一枚硬币', 'Each slice is thicker than a coin'), l('糖写在配料第二位，不藏', 'Sugar is second on the list, and we say so'), l('自封袋两道，吃一半能存', 'A double zip, so half can wait'),
    ],
    facts: [fact('产地', 'Origin', '广西百色', 'Baise, Guangxi'), fact('保质期', 'Shelf life', '12 个月', '12 months')],
    scenes: [
      scene('对着光看一片芒果干', 'A slice against the light', '能看见纤维，像一片很甜的树叶。', 'You can see the fibres, like a very sweet leaf.'),
      scene('蘸辣椒盐，两广的吃法', 'With chilli salt, as they do down south', '外地同事先拒绝，然后把袋子拿走了。', 'My colleague refused, then kept the bag.'),
      scene('从树上到袋子里', 'From tree to bag', '芒果摘下来先睡三天，急的话就不甜。', 'It sleeps three days after picking. Hurry it and it is not sweet.'),
    ],
  },
]
