// Baby 母婴: safe first, asleep second.
import { edition, fact, l, option, scene, type Archetype } from '../archetype.ts'

export const baby: Archetype[] = [
  {
    id: 'feeding-bottle', categoryId: 'baby', noun: l('奶瓶', 'feeding bottle'), priceYuan: [49, 149], returns: 0.6,
    tags: ['newborn', 'safe', 'soft', 'gift'], colours: true, options: [option('150 毫升', '150 ml', 0.9), option('240 毫升', '240 ml'), option('两只装', 'Pair', 1.8)],
    editions: [
      edition('PPSU宽口', 'Wide PPSU', 1.1), edition('高硼硅玻璃', 'Glass', 1, 'safe'), edition('防胀气', 'Anti-colic', 1.15), edition('新生儿小流量', 'Slow-flow newborn', 0.9, 'newborn'),
    ],
    tails: [l('刷子伸得到底', 'a brush reaches the bottom'), l('流量可换', 'teats by age')],
    points: [
      l('瓶口五厘米，奶粉勺不撒', 'A 5 cm mouth: the scoop does not spill'), l('刻度凹在里面，洗不掉', 'Marks are moulded in and do not wash off'), l('奶嘴建议两个月换一次，配件单独卖', 'Change the teat every two months; parts are sold singly'),
    ],
    facts: [fact('材质', 'Material', '见瓶身', 'On the bottle'), fact('消毒', 'Sterilise', '可蒸煮', 'Steam or boil')],
    scenes: [
      scene('刷奶瓶比喂奶久', 'Washing takes longer than feeding', '六个零件，一分五十秒，我练过的。', 'Six parts, one minute fifty. I have practised.'),
      scene('他终于肯用奶瓶了', 'He took it at last', '第四只，第十一天，第一口。', 'The fourth bottle, the eleventh day, the first sip.'),
      scene('半夜的流水线', 'The night line', '水先温好，粉先分好，人可以晚点醒。', 'Water warm, powder measured, and I may wake later.'),
    ],
  },
  {
    id: 'stacking-rings', categoryId: 'baby', noun: l('叠叠圈', 'stacking rings'), priceYuan: [29, 99], returns: 0.5,
    tags: ['toddler', 'play', 'learning', 'gift'], colours: false, options: [option('五层', '5 rings', 0.8), option('七层', '7 rings')],
    editions: [
      edition('榉木', 'Beech', 1.2, 'natural', 'safe'), edition('食品级硅胶', 'Silicone', 1, 'soft'), edition('彩虹', 'Rainbow', 0.85, 'cute'), edition('水性漆', 'Water-paint', 1.05, 'safe'),
    ],
    tails: [l('会站之前就能玩', 'before they can stand'), l('没有尖角', 'no sharp edge')],
    points: [
      l('中间的杆是软的，坐上去也不怕', 'The pole is soft, in case someone sits on it'), l('大小差两毫米一层，手会自己知道', 'Two millimetres a step: the hand learns it'), l('掉漆测试报告在详情最后一张', 'The paint test is the last picture'),
    ],
    facts: [fact('月龄', 'Age', '6 个月以上', '6 months and up'), fact('检测', 'Tested', '小零件、迁移', 'Small parts, migration')],
    scenes: [
      scene('他又放反了', 'The wrong way again', '第十四次，大的在上面，他很满意。', 'The fourteenth time, biggest on top, and he is pleased.'),
      scene('安静的二十分钟', 'Twenty quiet minutes', '我喝完了一整杯热的，热的。', 'I finished a whole cup while it was hot. Hot.'),
      scene('咬了三个月的样子', 'After three months of teeth', '有牙印，没掉漆，给老二留着。', 'Tooth marks, no flakes. Kept for the second one.'),
    ],
  },
  {
    id: 'plush-bear', categoryId: 'baby', noun: l('毛绒小熊', 'plush bear'), priceYuan: [39, 139], returns: 0.5,
    tags: ['cute', 'gift', 'soft', 'cosy'], colours: true, options: [option('30 厘米', '30 cm', 0.8), option('45 厘米', '45 cm'), option('60 厘米', '60 cm', 1.45)],
    editions: [
      edition('安抚', 'Comfort', 1, 'sleep'), edition('有机棉', 'Organic-cotton', 1.3, 'organic', 'safe'), edition('手工缝', 'Hand-stitched', 1.4, 'handmade'), edition('加重', 'Weighted', 1.2, 'sleep'), edition('围巾', 'Scarf', 0.95, 'winter'),
    ],
    tails: [l('眼睛是绣的', 'embroidered eyes'), l('能机洗', 'machine-washable')],
    points: [
      l('眼睛鼻子都是刺绣，没有可以咬下来的', 'Eyes and nose are stitched: nothing to bite off'), l('填充慢回弹，抱一夜不扁', 'It fills out again by morning'), l('背后有个小口袋，装得下一封信', 'A small pocket at the back, big enough for a letter'),
    ],
    facts: [fact('面料', 'Fabric', '短毛绒', 'Short plush'), fact('洗涤', 'Care', '入网袋机洗', 'Machine, in a bag')],
    scenes: [
      scene('洗衣机里的熊', 'The bear in the drum', '她守在前面四十分钟，怕它晕。', 'She sat in front for forty minutes, in case it was dizzy.'),
      scene('二十六岁也可以有', 'At twenty-six, too', '加班回来抱一下，谁规定要几岁。', 'A hug after work. Nobody set an age.'),
      scene('出院带回家的第一件', 'The first thing home', '它比她大一个头，现在反过来了。', 'It was a head taller than her. Not any more.'),
    ],
  },
  {
    id: 'building-blocks', categoryId: 'baby', noun: l('积木', 'building blocks'), priceYuan: [59, 199], returns: 0.6,
    tags: ['play', 'learning', 'toddler', 'family'], colours: false, options: [option('60 粒', '60 pieces', 0.7), option('120 粒', '120 pieces'), option('200 粒桶装', '200 in a tub', 1.5)],
    editions: [
      edition('榉木大颗粒', 'Large beech', 1.2, 'natural'), edition('磁力片', 'Magnetic', 1.3), edition('榫卯', 'Joinery', 1.25, 'guochao', 'learning'), edition('软', 'Soft', 0.8, 'soft', 'safe'),
    ],
    tails: [l('三岁到八岁', 'from three to eight'), l('能和旧的混搭', 'mixes with old sets')],
    points: [
      l('倒角 R3，踩到也就疼一下', 'Rounded to 3 mm: stepping on one hurts once'), l('收纳桶盖是拼搭底板', 'The lid of the tub is a base plate'), l('没有图纸，附一本空白册子', 'No plan inside, only an empty notebook'),
    ],
    facts: [fact('年龄', 'Age', '3 岁以上', '3 and up'), fact('颗粒', 'Piece', '≥ 4 厘米', '≥ 4 cm')],
    scenes: [
      scene('周六上午没开电视', 'Saturday without the screen', '他搭了一个停车场，车是袜子。', 'He built a car park. The cars are socks.'),
      scene('应县木塔，零胶水', 'A pagoda without glue', '榫卯真的会上瘾，我爸霸占了一晚上。', 'Joinery is addictive. My father took the whole evening.'),
      scene('收积木比赛', 'The tidying race', '两分钟，赢的人选睡前故事。', 'Two minutes. The winner chooses the bedtime story.'),
    ],
  },
  {
    id: 'sippy-cup', categoryId: 'baby', noun: l('学饮杯', 'sippy cup'), priceYuan: [39, 109], returns: 0.6,
    tags: ['toddler', 'safe', 'travel', 'cute'], colours: true, options: [option('240 毫升', '240 ml'), option('300 毫升', '300 ml', 1.1)],
    editions: [
      edition('重力球吸管', 'Weighted-straw', 1.1), edition('鸭嘴', 'Spout', 0.9), edition('不锈钢保温', 'Insulated steel', 1.35, 'winter'), edition('Tritan', 'Tritan', 1, 'light'),
    ],
    tails: [l('倒着拿也不漏', 'upside down, dry'), l('拆开只有四件', 'four parts in all')],
    points: [
      l('吸管底下有重力球，躺着也喝得到', 'A weighted straw drinks at any angle'), l('阀门能整片取出来刷', 'The valve comes out whole'), l('背带扣有安全断点', 'The strap has a safety break'),
    ],
    facts: [fact('月龄', 'Age', '6 个月以上', '6 months and up'), fact('耐温', 'Heat', '−20–100℃', '−20 to 100 °C')],
    scenes: [
      scene('书包里倒了一天', 'A day upside down in a bag', '作业本是干的，这就够了。', 'The homework was dry. Enough.'),
      scene('从奶瓶到杯子的两周', 'Two weeks from bottle to cup', '第三天摔，第八天喝，第十四天自己拿。', 'Thrown on day three, drunk from on day eight, fetched on day fourteen.'),
      scene('每个零件拆给你看', 'Every part, taken apart', '四件，没有藏水的缝。', 'Four parts, no seam that holds water.'),
    ],
  },
  {
    id: 'diaper-pack', categoryId: 'baby', noun: l('纸尿裤', 'diapers'), priceYuan: [69, 189], returns: 0.5,
    tags: ['newborn', 'soft', 'family', 'budget'], colours: false,
    options: [option('NB 码', 'NB', 0.9), option('S 码', 'S'), option('M 码', 'M'), option('L 码', 'L'), option('XL 码', 'XL', 1.05)],
    editions: [
      edition('超薄', 'Extra-thin', 1.15, 'light'), edition('夜用', 'Night', 1.2, 'sleep'), edition('竹纤维', 'Bamboo', 1.25, 'natural'), edition('拉拉裤', 'Pull-up', 1.1, 'toddler'), edition('试用', 'Trial', 0.4),
    ],
    tails: [l('红屁屁少一点', 'kinder to skin'), l('码数看体重', 'sized by weight')],
    points: [
      l('前腰贴可以反复粘三十次', 'The tab re-fastens thirty times'), l('吸满会变色，不用摸', 'It changes colour when full: no need to feel'), l('不合码可以换，拆封三片以内', 'Wrong size? Exchange it within three opened'),
    ],
    facts: [fact('片数', 'Count', '见包装', 'On the pack'), fact('荧光剂', 'Whitener', '未检出', 'None found')],
    scenes: [
      scene('倒一百毫升蓝墨水', 'A hundred millilitres of blue', '三十秒，纸巾按上去是白的。', 'Thirty seconds, and the tissue stays white.'),
      scene('新手爸爸换得比我快', 'He is faster than I am', '四十七秒，他还唱了首歌。', 'Forty-seven seconds, and he sang.'),
      scene('一晚不换行不行', 'One, all night?', '十小时，重了三百克，床单是干的。', 'Ten hours, 300 g heavier, the sheet dry.'),
    ],
  },
]
