// Kitchen 厨房: the home of the founding story's portable kettle, which nobody searched for until they saw it.
import { edition, fact, l, option, scene, type Archetype } from '../archetype.ts'

export const kitchen: Archetype[] = [
  {
    id: 'portable-kettle', categoryId: 'kitchen', noun: l('便携烧水壶', 'portable kettle'), priceYuan: [99, 239], returns: 0.8,
    tags: ['travel', 'portable', 'compact', 'tea', 'office'], colours: true, options: [option('0.4 升', '0.4 l', 0.9), option('0.6 升', '0.6 l')],
    editions: [
      edition('折叠硅胶', 'Folding silicone', 1, 'travel', 'compact'), edition('316不锈钢', '316 steel', 1.2, 'safe', 'durable'), edition('双电压', 'Dual-voltage', 1.15, 'travel'), edition('恒温泡奶', 'Constant-warm', 1.2, 'newborn'), edition('静音小', 'Quiet mini', 0.95, 'quiet', 'office'),
    ],
    tails: [l('出差旅行随身', 'fits a carry-on'), l('酒店喝口放心水', 'your own water in any hotel'), l('五分钟一壶', 'a cup in five minutes')],
    points: [
      l('折起来五厘米高，塞进登机箱侧袋', 'Folds to 5 cm and goes into the side pocket of a carry-on'), l('五分钟烧开半升，声音像窗外的雨', 'Half a litre in five minutes, about as loud as rain outside'),
      l('防干烧、带锁盖，颠一路不漏', 'Boil-dry protection and a locking lid: nothing leaks on the way'), l('内壁一体冲压，手伸得进去洗', 'One-piece inside, wide enough for a hand'),
    ],
    facts: [fact('功率', 'Power', '600 瓦', '600 W'), fact('电压', 'Voltage', '110–240 伏', '110–240 V'), fact('重量', 'Weight', '580 克', '580 g')],
    scenes: [
      scene('酒店的水壶我不敢用', 'I do not trust the hotel kettle', '所以这只跟我去过十七个城市。烧开，泡茶，看窗外。', 'So this one has been to seventeen cities with me. Boil, brew, look out of the window.'),
      scene('行李箱里多出来的一只壶', 'The extra thing in my suitcase', '以前不知道自己缺它，现在出门先拿它再拿充电器。', 'I never knew I lacked it. Now it goes in before the charger.'),
      scene('绿皮火车上泡一壶', 'Tea on the slow train', '对面的大爷闻着香凑过来，我们分了半壶单丛。', 'The old man opposite followed the scent. We shared half a pot of oolong.'),
      scene('凌晨三点的一百毫升', 'A hundred millilitres at 3 a.m.', '恒温四十五度，摸黑冲奶，没开灯，娃没醒透。', 'Kept at 45 °C. Milk in the dark, no lamp, baby still half asleep.'),
    ],
  },
  {
    id: 'teapot', categoryId: 'kitchen', noun: l('茶壶', 'teapot'), priceYuan: [79, 329], returns: 0.7,
    tags: ['tea', 'parents', 'gift', 'handmade'], colours: true, options: [option('壶', 'Pot only', 0.7), option('一壶两杯', 'Pot and two cups'), option('一壶四杯', 'Pot and four cups', 1.25)],
    editions: [
      edition('紫砂', 'Zisha clay', 1.5, 'premium'), edition('耐热玻璃', 'Heat-proof glass', 0.7), edition('侧把急须', 'Side-handle', 1.1), edition('柴烧', 'Wood-fired', 1.6, 'handmade', 'retro'), edition('旅行快客', 'Travel', 0.8, 'travel', 'portable'),
    ],
    tails: [l('断水利落', 'a clean pour'), l('一人一壶', 'a pot for one')],
    points: [
      l('出水七秒，收手即断，不滴', 'Seven seconds to pour, and not a drip after'), l('球孔过滤，碎茶也不堵', 'A ball filter that broken leaves do not block'), l('壶底刻着师傅的名字', 'The maker’s name is under it'),
    ],
    facts: [fact('容量', 'Volume', '约 200 毫升', 'About 200 ml'), fact('产地', 'Origin', '见壶底', 'Under the pot')],
    scenes: [
      scene('出水断水，看这一下', 'Watch it stop', '一根水柱，手一收，干净。', 'One stream. The wrist turns, and it is over.'),
      scene('下午四点的仪式', 'Four o’clock', '不谈生意，不看手机，喝三杯再说。', 'No business, no phone, three cups first.'),
      scene('开壶不用那么玄', 'Seasoning a pot, without the mystery', '开水煮二十分钟，晾干，够了。', 'Twenty minutes in boiling water, dry it. Enough.'),
    ],
  },
  {
    id: 'frying-pan', categoryId: 'kitchen', noun: l('平底锅', 'frying pan'), priceYuan: [89, 269], returns: 0.8,
    tags: ['cooking', 'family', 'easy', 'durable'], colours: true, options: [option('24 厘米', '24 cm', 0.85), option('28 厘米', '28 cm'), option('28 厘米带盖', '28 cm with lid', 1.2)],
    editions: [
      edition('无涂层铸铁', 'Cast-iron', 1.25, 'durable'), edition('麦饭石', 'Stone-coated', 0.85), edition('三层钢', 'Tri-ply steel', 1.35, 'premium'), edition('玉子烧', 'Omelette', 0.75, 'solo'), edition('陶瓷不粘', 'Ceramic non-stick', 1, 'safe'),
    ],
    tails: [l('燃气电磁都行', 'gas or induction'), l('章丘手打', 'made in Zhangqiu')],
    points: [
      l('锅柄离火远，握着不烫', 'The handle stays out of the flame and cool'), l('底厚四毫米，热得慢，散得匀', 'A 4 mm base: slow to heat, even when hot'), l('附一片养锅说明，照着做不生锈', 'A card on how to keep it from rusting'),
    ],
    facts: [fact('灶具', 'Hobs', '燃气、电磁', 'Gas, induction'), fact('重量', 'Weight', '约 1.2 公斤', 'About 1.2 kg')],
    scenes: [
      scene('煎蛋滑不滑，一镜到底', 'Does the egg slide? One take', '没有加速，没有第二锅，油倒多了是我的错。', 'No speeding up, no second pan. Too much oil was my fault.'),
      scene('铸铁锅养到第五十天', 'Cast iron, day fifty', '从黏到不黏，中间哭过两次。', 'From sticking to sliding, with two tears between.'),
      scene('一口锅做四个菜', 'Four dishes, one pan', '煎、炒、烘、焖，洗一次，够用的意思就是这样。', 'Fry, stir, roast, braise, one wash. That is what enough means.'),
    ],
  },
  {
    id: 'thermos', categoryId: 'kitchen', noun: l('保温杯', 'thermos'), priceYuan: [59, 179], returns: 0.6,
    tags: ['office', 'winter', 'parents', 'commute'], colours: true, options: [option('350 毫升', '350 ml', 0.85), option('500 毫升', '500 ml')],
    editions: [
      edition('316内胆', '316-lined', 1.15, 'safe'), edition('陶瓷内胆', 'Ceramic-lined', 1.25, 'coffee'), edition('超轻', 'Ultralight', 1.1, 'light'), edition('焖泡茶仓', 'Tea-chamber', 1.05, 'tea'), edition('国潮山水', 'Landscape', 1, 'guochao'),
    ],
    tails: [l('早上灌晚上烫', 'filled at eight, hot at six'), l('一键开盖', 'opens with a thumb')],
    points: [
      l('六小时后还有六十八度，我们用温度计量的', '68 °C after six hours, by thermometer'), l('杯口圆边，喝水不刮嘴唇', 'A rounded rim, kind to lips'), l('密封圈单独卖，五块钱，别整只换', 'The seal is sold by itself for five yuan: do not replace the whole'),
    ],
    facts: [fact('保温', 'Keeps hot', '6 小时 ≥ 68℃', '≥ 68 °C after 6 h'), fact('重量', 'Weight', '约 240 克', 'About 240 g')],
    scenes: [
      scene('零下十度量水温', 'Measured at minus ten', '车里放了一夜，早上六十一度，能泡面的边缘。', 'A night in the car: 61 °C in the morning, nearly noodle-hot.'),
      scene('爸爸的枸杞换了新家', 'A new home for dad’s goji', '他嘴上说旧的还能用，第二天开会就带了新的。', 'The old one still works, he said. Next day the new one was at the meeting.'),
      scene('密封圈怎么拆', 'Taking the seal out', '牙签一挑，苏打水泡十分钟，没有味道了。', 'A toothpick, ten minutes in soda, no smell.'),
    ],
  },
  {
    id: 'chopping-board', categoryId: 'kitchen', noun: l('砧板', 'chopping board'), priceYuan: [45, 169], returns: 0.6,
    tags: ['cooking', 'family', 'durable', 'natural'], colours: false, options: [option('小号', 'Small', 0.75), option('大号', 'Large'), option('生熟两块', 'Raw and cooked pair', 1.6)],
    editions: [
      edition('整块乌檀木', 'Solid ebony', 1.4, 'premium'), edition('竹制', 'Bamboo', 0.7, 'eco'), edition('橡胶木', 'Rubberwood', 0.9), edition('双面分切', 'Two-sided', 1, 'safe'), edition('稻壳', 'Rice-husk', 0.85, 'light', 'eco'),
    ],
    tails: [l('不开裂看养护', 'looked after, it will not crack'), l('刀口友好', 'kind to knives')],
    points: [
      l('立着放的底座里有沥水槽', 'The stand has a drain'), l('第一次用前擦一层食用油，晾一夜', 'Before first use: food oil, one night'), l('木头有颜色差，是它自己的', 'The wood varies in colour, as wood does'),
    ],
    facts: [fact('尺寸', 'Size', '40 × 28 厘米', '40 × 28 cm'), fact('厚度', 'Thickness', '2.5 厘米', '2.5 cm')],
    scenes: [
      scene('切菜的声音', 'The sound of it', '咚咚的是木头，哒哒的是塑料，耳朵知道。', 'Wood goes thump, plastic goes tap. Ears know.'),
      scene('泡一夜会不会裂', 'A night in water', '没裂，但是请不要泡，视频只拍一次。', 'It did not crack. Please do not try: filmed once only.'),
      scene('生熟分开两块板', 'One for raw, one for cooked', '我贴了标签，我妈撕了，她用颜色记。', 'I put labels on, mum took them off. She goes by colour.'),
    ],
  },
  {
    id: 'air-fryer', categoryId: 'kitchen', noun: l('空气炸锅', 'air fryer'), priceYuan: [169, 459], returns: 0.9,
    tags: ['easy', 'fast', 'family', 'health'], colours: true, options: [option('3 升', '3 l', 0.75), option('5 升', '5 l')],
    editions: [
      edition('可视窗', 'Window', 1.1), edition('免翻面', 'No-flip', 1.25, 'easy'), edition('一人食', 'Single-serve', 0.7, 'solo', 'compact'), edition('蒸烤一体', 'Steam-and-bake', 1.4, 'premium'), edition('低噪', 'Quiet', 1.15, 'quiet'),
    ],
    tails: [l('少油也脆', 'crisp with little oil'), l('炸篮进洗碗机', 'the basket is dishwasher-safe')],
    points: [
      l('炸篮没有死角，刷一遍就干净', 'No corners in the basket: one wipe'), l('鸡翅 180 度 18 分钟，土豆 200 度 20 分钟', 'Wings: 180 °C, 18 minutes. Potatoes: 200 °C, 20'), l('满载 52 分贝，聊天不用喊', '52 dB at full load: no need to shout'),
    ],
    facts: [fact('功率', 'Power', '1400 瓦', '1400 W'), fact('噪声', 'Noise', '约 52 分贝', 'About 52 dB')],
    scenes: [
      scene('一周晚饭都用它', 'A week of dinners in it', '周三的鸡翅，周四的红薯，周五开始想念炒锅。', 'Wings on Wednesday, sweet potato on Thursday, missing the wok by Friday.'),
      scene('洗它要几分钟', 'How long to wash it', '两分四十秒，计时，含擦干。', 'Two minutes forty, timed, dried.'),
      scene('翻车合集', 'A collection of failures', '纸没压住、蛋糕喷了、面包成炭，这些我替你踩过了。', 'Loose paper, erupting cake, charcoal bread. I did these for you.'),
    ],
  },
]
