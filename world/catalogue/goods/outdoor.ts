// Outdoor 户外: light enough to carry, strong enough to trust.
import { edition, fact, l, option, scene, type Archetype } from '../archetype.ts'

export const outdoor: Archetype[] = [
  {
    id: 'tent', categoryId: 'outdoor', noun: l('帐篷', 'tent'), priceYuan: [199, 699], returns: 0.9,
    tags: ['camping', 'family', 'couple', 'durable'], colours: true, options: [option('双人', 'Two-person', 0.85), option('三四人', 'Three to four')],
    editions: [
      edition('速开', 'Pop-up', 0.8, 'easy'), edition('铝杆三季', 'Aluminium three-season', 1.25, 'hiking'), edition('黑胶天幕', 'Black-coated canopy', 1.1, 'summer'), edition('轻量徒步', 'Ultralight', 1.5, 'light', 'hiking'), edition('棉布', 'Cotton', 1.4, 'retro'),
    ],
    tails: [l('三分钟搭好', 'up in three minutes'), l('防水三千毫米', '3,000 mm waterproof')],
    points: [
      l('内外帐分开挂，早上不滴水', 'Inner and outer hang apart: no drip in the morning'), l('地钉送了两根备用', 'Two spare pegs'), l('收纳袋故意做大一号，塞得回去', 'The bag is one size up on purpose: it goes back in'),
    ],
    facts: [fact('重量', 'Weight', '约 2.4 公斤', 'About 2.4 kg'), fact('防水', 'Waterproof', '3000 毫米', '3,000 mm')],
    scenes: [
      scene('暴雨夜测试', 'A night of heavy rain', '凌晨四点检查，四个角都是干的，只有我湿了。', 'At four I checked. Four dry corners, one wet me.'),
      scene('一个人搭帐篷', 'Pitching alone', '三分十二秒，风大，骂了一句。', 'Three minutes twelve, windy, one bad word.'),
      scene('塞回袋子的办法', 'Getting it back in the bag', '别叠，直接塞，从角上开始。', 'Do not fold. Stuff it, from a corner.'),
    ],
  },
  {
    id: 'lantern', categoryId: 'outdoor', noun: l('露营灯', 'lantern'), priceYuan: [39, 159], returns: 0.6,
    tags: ['camping', 'cosy', 'portable', 'photo'], colours: true, options: [],
    editions: [
      edition('复古煤油款', 'Kerosene-look', 1.1, 'retro'), edition('可充电氛围', 'Rechargeable', 1), edition('驱蚊', 'Mosquito', 1.15, 'summer'), edition('太阳能', 'Solar', 0.95, 'eco'), edition('磁吸', 'Magnetic', 0.85, 'compact'),
    ],
    tails: [l('一次充电两晚', 'two nights a charge'), l('停电也用得上', 'for power cuts too')],
    points: [
      l('暖光 2200K，拍照像黄昏', 'Warm 2200 K light, like dusk in pictures'), l('最低档亮四十小时', 'Forty hours on the lowest step'), l('接口有胶塞，淋雨没事', 'The port has a plug: rain is fine'),
    ],
    facts: [fact('续航', 'Runs', '8–40 小时', '8–40 hours'), fact('防水', 'Water', 'IPX4', 'IPX4')],
    scenes: [
      scene('天黑下来那十分钟', 'The ten minutes of dusk', '灯一盏一盏亮，谁都没说话。', 'One lamp after another, and nobody spoke.'),
      scene('阳台也算露营', 'The balcony counts', '一把椅子一盏灯一罐啤酒，蚊子三只。', 'One chair, one lamp, one beer, three mosquitoes.'),
      scene('放一个冬天还有电吗', 'After a winter in the cupboard', '还有六成，够一晚。', 'Six tenths left. One night.'),
    ],
  },
  {
    id: 'backpack', categoryId: 'outdoor', noun: l('双肩包', 'backpack'), priceYuan: [119, 399], returns: 1,
    tags: ['hiking', 'commute', 'student', 'durable'], colours: true, options: [option('20 升', '20 l', 0.85), option('28 升', '28 l'), option('40 升', '40 l', 1.3)],
    editions: [
      edition('轻量登山', 'Light hiking', 1.1, 'hiking', 'light'), edition('防泼水通勤', 'Splash-proof commuter', 1, 'office'), edition('卷口', 'Roll-top', 1.05), edition('背负透气', 'Ventilated', 1.25, 'cool'), edition('可折叠', 'Packable', 0.6, 'portable'),
    ],
    tails: [l('肩带不勒', 'easy on the shoulders'), l('电脑悬空放', 'the laptop hangs free')],
    points: [
      l('背板有风道，夏天后背能透气', 'A channel behind the back for summer'), l('侧袋斜口，不脱包拿得到水', 'Slanted pockets: reach the bottle without taking it off'), l('拉链是双头的，扣件坏了寄来换', 'Two-way zips; broken buckles are replaced by post'),
    ],
    facts: [fact('重量', 'Weight', '约 860 克', 'About 860 g'), fact('面料', 'Fabric', '420D 尼龙', '420D nylon')],
    scenes: [
      scene('两天一夜装了什么', 'Two days, one night: the contents', '睡袋、锅、雨衣、一本没看的书。', 'Bag, pot, raincoat, one unread book.'),
      scene('淋了四十分钟雨', 'Forty minutes of rain', '电脑是干的，袜子不是，袜子在外袋。', 'The laptop was dry. The socks were in the outer pocket.'),
      scene('通勤第三百天', 'Commute, day three hundred', '底边磨白了，拉链没换过。', 'The bottom edge is pale. The zip is the first one.'),
    ],
  },
  {
    id: 'folding-chair', categoryId: 'outdoor', noun: l('折叠椅', 'folding chair'), priceYuan: [59, 219], returns: 0.8,
    tags: ['camping', 'picnic', 'portable', 'party'], colours: true, options: [option('矮款', 'Low', 0.9), option('高背', 'High-back', 1.15)],
    editions: [
      edition('月亮', 'Moon', 1), edition('克米特', 'Kermit', 1.4, 'retro', 'premium'), edition('蝴蝶', 'Butterfly', 1.1), edition('钓鱼', 'Fishing', 0.8, 'parents'), edition('超轻铝架', 'Ultralight', 1.3, 'light'),
    ],
    tails: [l('一百二十公斤', '120 kg'), l('收起来像把伞', 'folds like an umbrella')],
    points: [
      l('坐面深，能盘腿', 'A deep seat, for sitting cross-legged'), l('脚垫宽，草地不陷', 'Wide feet that do not sink in grass'), l('背面网布，久坐不闷', 'A mesh back, for long sitting'),
    ],
    facts: [fact('承重', 'Load', '120 公斤', '120 kg'), fact('收纳', 'Packed', '38 × 13 厘米', '38 × 13 cm')],
    scenes: [
      scene('河边坐了一下午', 'An afternoon by the river', '什么都没钓到，也不是来钓的。', 'Caught nothing. Had not come to.'),
      scene('盘腿测试', 'The cross-legged test', '我一米八二，盘得进去。', 'I am 182 cm. It works.'),
      scene('演唱会门口的五小时', 'Five hours outside the concert', '前后左右都来问链接。', 'People on all four sides asked where.'),
    ],
  },
  {
    id: 'trekking-poles', categoryId: 'outdoor', noun: l('登山杖', 'trekking poles'), priceYuan: [59, 249], returns: 0.7,
    tags: ['hiking', 'parents', 'light', 'health'], colours: true, options: [option('单支', 'One', 0.55), option('一对', 'Pair')],
    editions: [
      edition('碳素', 'Carbon', 1.5, 'light', 'premium'), edition('铝合金外锁', 'Aluminium', 0.85), edition('折叠五节', 'Five-fold', 1.15, 'portable'), edition('T柄', 'T-grip', 0.8, 'parents'),
    ],
    tails: [l('膝盖的福气', 'kind to knees'), l('锁得住不下滑', 'locks and stays')],
    points: [
      l('外锁看得见，松了一眼知道', 'Outside locks: you see when one is loose'), l('握把是EVA，出汗不滑', 'EVA grips that stay dry'), l('杖尖和泥托都送备用', 'Spare tips and baskets included'),
    ],
    facts: [fact('长度', 'Length', '65–135 厘米', '65–135 cm'), fact('单支', 'Each', '约 210 克', 'About 210 g')],
    scenes: [
      scene('下山两千级台阶', 'Two thousand steps down', '上次瘸了三天，这次第二天照常上班。', 'Last time I limped for three days. This time I went to work.'),
      scene('教我妈调长度', 'Setting the length for mum', '手肘九十度，下山长五厘米，记住这两句。', 'Elbow at ninety; five centimetres longer downhill. That is all.'),
      scene('锁紧以后全身压上去', 'All my weight on it', '七十公斤，三秒，没滑。', 'Seventy kilos, three seconds, no slip.'),
    ],
  },
  {
    id: 'sports-bottle', categoryId: 'outdoor', noun: l('运动水壶', 'sports bottle'), priceYuan: [29, 109], returns: 0.5,
    tags: ['gym', 'summer', 'student', 'light'], colours: true, options: [option('600 毫升', '600 ml'), option('1 升', '1 l', 1.2)],
    editions: [
      edition('Tritan', 'Tritan', 0.85, 'light'), edition('保冷', 'Insulated', 1.35, 'cool'), edition('骑行挤压', 'Cycling', 0.9), edition('折叠软水袋', 'Soft-flask', 0.8, 'portable', 'hiking'), edition('刻度提醒', 'Time-marked', 0.95, 'office', 'health'),
    ],
    tails: [l('单手开合', 'one hand'), l('不漏', 'does not leak')],
    points: [
      l('广口能放冰块', 'Ice goes in at the top'), l('硅胶圈在盖子里，洗的时候能拿出来', 'The seal sits in the lid and comes out to wash'), l('背面有容量刻度，可以冲蛋白粉', 'Marked at the back, for mixing powder'),
    ],
    facts: [fact('材质', 'Material', '见瓶底', 'Under the bottle'), fact('重量', 'Weight', '约 160 克', 'About 160 g')],
    scenes: [
      scene('倒过来摇三十下', 'Thirty shakes upside down', '镜头前面，一滴没有。', 'On camera, not a drop.'),
      scene('中暑边缘的四十公里', 'Forty kilometres near heatstroke', '第三个补给点冰还在。', 'At the third stop there was still ice.'),
      scene('一天两升打卡第十天', 'Two litres a day, day ten', '皮肤没变，厕所去熟了。', 'My skin is the same. I know the bathroom well.'),
    ],
  },
]
