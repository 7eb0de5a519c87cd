// Fresh food 生鲜: the farm speaks, the weather decides, damage is paid for on a picture.
import { edition, fact, l, option, scene, type Archetype } from '../archetype.ts'

export const fresh: Archetype[] = [
  {
    id: 'oranges', categoryId: 'fresh', noun: l('脐橙', 'navel oranges'), priceYuan: [35, 79], returns: 0.9,
    tags: ['seasonal', 'family', 'local', 'parents'], colours: false, options: [option('3 斤', '1.5 kg', 0.65), option('5 斤', '2.5 kg'), option('9 斤', '4.5 kg', 1.65)],
    editions: [
      edition('赣南', 'Gannan', 1, 'local'), edition('树上留熟', 'Tree-ripened', 1.25, 'premium'), edition('小果实惠', 'Small-fruit', 0.75, 'budget'), edition('红肉', 'Red-fleshed', 1.2), edition('有机种植', 'Organic', 1.5, 'organic'),
    ],
    tails: [l('现摘现发', 'picked to order'), l('坏果包赔', 'bad fruit is paid for')],
    points: [
      l('当天上午摘，下午三点装车', 'Picked in the morning, on the lorry by three'), l('不打蜡，皮上会有风擦过的疤', 'No wax: you will see where the wind rubbed the skin'), l('收到拍照，坏一个赔一个', 'Send a picture; each bad one is paid for'),
    ],
    facts: [fact('产地', 'Origin', '江西赣州', 'Ganzhou, Jiangxi'), fact('单果', 'Size', '75–85 毫米', '75–85 mm')],
    scenes: [
      scene('山上开到最后一箱', 'The last crate on the hill', '今天的雾到十点才散，摘得慢，甜得快。', 'The fog lifted at ten. Slow picking, quick sweetness.'),
      scene('丑橙子挑战', 'The ugly-orange test', '左边好看，右边好吃，我们寄右边的。', 'Left is pretty, right is good. We send the right ones.'),
      scene('一刀下去', 'One cut', '汁溅到镜头上了，没擦，你看看。', 'Juice on the lens. I left it there for you.'),
    ],
  },
  {
    id: 'apples', categoryId: 'fresh', noun: l('苹果', 'apples'), priceYuan: [32, 79], returns: 0.8,
    tags: ['seasonal', 'health', 'family', 'local'], colours: false, options: [option('3 斤', '1.5 kg', 0.65), option('5 斤', '2.5 kg'), option('10 斤', '5 kg', 1.8)],
    editions: [
      edition('昭通丑', 'Zhaotong rustic', 1, 'local'), edition('阿克苏冰糖心', 'Aksu honey-core', 1.25, 'premium'), edition('高山冷凉', 'Highland', 1.1), edition('辅食小', 'Baby-food small', 0.85, 'toddler'), edition('不套袋', 'Unbagged', 0.95, 'natural'),
    ],
    tails: [l('脆甜多汁', 'crisp and juicy'), l('高原日照', 'highland sun')],
    points: [
      l('海拔两千米，昼夜差十五度，糖就留住了', 'At 2,000 m the nights are fifteen degrees colder, and the sugar stays'), l('网套一个一个套，路上不碰', 'Each in its own net, so they do not knock'), l('切开会氧化变色，那是正常的', 'Cut ones turn brown. That is what apples do'),
    ],
    facts: [fact('产地', 'Origin', '云南昭通', 'Zhaotong, Yunnan'), fact('甜度', 'Sweetness', '约 15 度', 'About 15 °Bx')],
    scenes: [
      scene('听声音：一口脆', 'Listen: one bite', '别的不说，先听。', 'I will say nothing. Listen first.'),
      scene('苹果园的三只鹅', 'Three geese in the orchard', '它们负责吃虫和吓唬快递员。', 'They eat the insects and frighten the courier.'),
      scene('给宝宝刮苹果泥', 'Scraping apple for the baby', '小勺子刮三下，他张嘴等着了。', 'Three scrapes with a spoon and the mouth is open.'),
    ],
  },
  {
    id: 'eggs', categoryId: 'fresh', noun: l('鸡蛋', 'eggs'), priceYuan: [29, 69], returns: 0.8,
    tags: ['family', 'health', 'natural', 'cooking'], colours: false, options: [option('20 枚', '20', 0.7), option('30 枚', '30'), option('40 枚', '40', 1.28)],
    editions: [
      edition('林下散养', 'Free-range', 1.15, 'natural'), edition('谷物喂养', 'Grain-fed', 1), edition('初生', 'First-lay', 1.1), edition('可生食', 'Raw-safe', 1.35, 'safe', 'premium'),
    ],
    tails: [l('破一枚赔一枚', 'broken ones are paid for'), l('三天内的蛋', 'laid within three days')],
    points: [
      l('每枚喷产蛋日期，超过三天不发', 'The laying date is on each egg; none older than three days is sent'), l('珍珠棉一枚一格，摔过都没事', 'A foam cell for each egg'), l('蛋黄颜色随饲料变，冬天会浅一点', 'The yolk follows the feed and is paler in winter'),
    ],
    facts: [fact('单枚', 'Each', '48–56 克', '48–56 g'), fact('保存', 'Keep', '冷藏 30 天', '30 days chilled')],
    scenes: [
      scene('早上六点捡蛋', 'Collecting at six', '热乎的，揣两个在口袋里当暖手。', 'Still warm. Two in the pockets for my hands.'),
      scene('水煮蛋几分钟', 'How many minutes', '六分半溏心，八分半全熟，记住这两个数就行。', 'Six and a half soft, eight and a half set. That is all.'),
      scene('从一米高摔下去', 'Dropped from a metre', '破了一枚，按规矩赔一枚，视频为证。', 'One broke. By our own rule, one is paid for.'),
    ],
  },
  {
    id: 'rice-bag', categoryId: 'fresh', noun: l('大米', 'rice'), priceYuan: [39, 119], returns: 0.4,
    tags: ['family', 'cooking', 'parents', 'local'], colours: false, options: [option('5 斤', '2.5 kg', 0.55), option('10 斤', '5 kg'), option('20 斤', '10 kg', 1.85)],
    editions: [
      edition('五常稻花香', 'Wuchang fragrant', 1.2, 'local', 'premium'), edition('当季新', 'New-harvest', 1, 'seasonal'), edition('胚芽', 'Germ', 1.1, 'health'), edition('小包装真空', 'Vacuum small-pack', 1.15, 'solo'), edition('鸭稻共作', 'Duck-paddy', 1.4, 'organic'),
    ],
    tails: [l('开锅先闻香', 'smell the pot first'), l('碾米不超七天', 'milled this week')],
    points: [
      l('下单后才碾，袋上写着碾米日期', 'Milled after you order; the date is on the bag'), l('不抛光，淘一遍就好', 'Not polished: one rinse is enough'), l('米水一比一点二，焖十分钟再开盖', 'One to one point two, and ten minutes before the lid'),
    ],
    facts: [fact('产地', 'Origin', '黑龙江五常', 'Wuchang, Heilongjiang'), fact('品种', 'Variety', '稻花香 2 号', 'Daohuaxiang 2')],
    scenes: [
      scene('揭开锅盖的两秒', 'Two seconds at the lid', '热气上来，猫先到厨房的。', 'Steam up, and the cat was first in the kitchen.'),
      scene('剩饭才是试金石', 'Leftovers tell', '第二天做蛋炒饭，粒是粒，没有结块。', 'Fried with egg next day: every grain by itself.'),
      scene('割稻子的第一天', 'First day of harvest', '霜下来之前收完，拖拉机响到半夜。', 'In before the frost. The tractor ran till midnight.'),
    ],
  },
  {
    id: 'honey-jar', categoryId: 'fresh', noun: l('蜂蜜', 'honey'), priceYuan: [49, 159], returns: 0.5,
    tags: ['natural', 'parents', 'health', 'local'], colours: false, options: [option('250 克', '250 g', 0.6), option('500 克', '500 g'), option('500 克两瓶', '500 g × 2', 1.85)],
    editions: [
      edition('洋槐', 'Acacia', 1), edition('椴树雪', 'Linden', 1.15, 'local'), edition('荆条', 'Chaste-tree', 0.9), edition('荔枝', 'Lychee', 0.95, 'summer'), edition('岩蜂', 'Cliff', 1.6, 'premium'),
    ],
    tails: [l('会结晶是正常的', 'it does crystallise'), l('一年一季', 'once a year')],
    points: [
      l('波美度 42，不浓缩', '42 °Bé, not boiled down'), l('冬天会结晶，隔水温一温就化', 'It sets in winter; warm water brings it back'), l('瓶身贴着放蜂路线', 'The label shows where the hives have travelled'),
    ],
    facts: [fact('产地', 'Origin', '见标签', 'On the label'), fact('提示', 'Note', '一岁以内婴儿不宜', 'Not for infants under one')],
    scenes: [
      scene('跟着花走三千公里', 'Three thousand kilometres of flowers', '油菜、槐花、椴树，车厢就是家。', 'Rape, acacia, linden. The lorry is the house.'),
      scene('结晶了，没有坏', 'It set, it is not spoiled', '又有人来问，我再拍一遍，勺子立得住。', 'Somebody asked again, so here it is again: the spoon stands.'),
      scene('一勺蜂蜜怎么流', 'How a spoonful falls', '拉丝、断开、回弹，看第三下。', 'It draws out, breaks, springs back. Watch the third.'),
    ],
  },
  {
    id: 'strawberries', categoryId: 'fresh', noun: l('草莓', 'strawberries'), priceYuan: [45, 109], returns: 1.2,
    tags: ['seasonal', 'self', 'couple', 'photo'], colours: false, options: [option('1 斤', '500 g', 0.6), option('2 斤', '1 kg'), option('礼盒 24 颗', '24 in a box', 1.4)],
    editions: [
      edition('丹东99', 'Dandong 99', 1.1, 'local'), edition('奶油', 'Creamy', 1), edition('淡雪白', 'White', 1.6, 'premium'), edition('露天小', 'Open-field', 0.75, 'budget', 'natural'),
    ],
    tails: [l('全程冷链', 'sent cold'), l('一颗一个托', 'each in its own cup')],
    points: [
      l('凌晨两点摘，当天发，次日到', 'Picked at two in the morning, with you next day'), l('收到有软的，拍照按颗赔', 'Soft ones are paid for, one by one'), l('别洗了放，吃多少洗多少', 'Wash only what you will eat'),
    ],
    facts: [fact('产地', 'Origin', '辽宁丹东', 'Dandong, Liaoning'), fact('保存', 'Keep', '冷藏两天', '2 days chilled')],
    scenes: [
      scene('凌晨两点的大棚', 'The greenhouse at 2 a.m.', '头灯照着摘，太阳一出来就不摘了。', 'By headlamp. When the sun is up we stop.'),
      scene('开箱：坏了三颗', 'Opened: three bad', '拍照发过去，二十分钟赔了。剩下的很香。', 'Sent a picture, paid in twenty minutes. The rest smelled wonderful.'),
      scene('草莓切开像一颗心', 'Cut, it is a heart', '给她留了尖尖那口。', 'I saved her the tip.'),
    ],
  },
]
