// Home 家居: what makes a rented room somebody's own.
import { edition, fact, l, option, scene, type Archetype } from '../archetype.ts'

export const home: Archetype[] = [
  {
    id: 'table-lamp', categoryId: 'home', noun: l('台灯', 'table lamp'), priceYuan: [79, 249], returns: 0.9,
    tags: ['bedtime', 'reading', 'cosy', 'office'], colours: true, options: [],
    editions: [
      edition('陶瓷', 'Ceramic', 1.2, 'cosy'), edition('无极调光', 'Dimmable', 1, 'focus'), edition('充电便携', 'Rechargeable', 1.1, 'portable'), edition('护眼学习', 'Study', 1.25, 'student', 'focus'), edition('蘑菇', 'Mushroom', 0.85, 'cute'),
    ],
    tails: [l('睡前一盏', 'for the last hour'), l('不频闪', 'no flicker')],
    points: [
      l('最低一档像月光，起夜不刺眼', 'The lowest step is moonlight, easy on waking eyes'), l('旋钮有阻尼，闭着眼也摸得到想要的亮度', 'A damped knob you can set with your eyes closed'), l('灯泡是通用口，坏了楼下就能换', 'A standard bulb: buy the next one downstairs'),
    ],
    facts: [fact('色温', 'Colour', '2700–4000 K', '2700–4000 K'), fact('功率', 'Power', '7 瓦', '7 W')],
    scenes: [
      scene('关掉大灯的晚上', 'The evening without the ceiling light', '只开一盏，房租没变，房间变了。', 'One lamp on. The rent is the same, the room is not.'),
      scene('备考桌面的一角', 'A corner of the exam desk', '凌晨一点，陪我的就它和一杯凉了的茶。', 'One in the morning: it and a cold cup of tea.'),
      scene('拿手机对着拍，看不看得到条纹', 'Through a phone camera: any stripes?', '没有条纹，这条测试你在家也能做。', 'No stripes. You can run this test at home.'),
    ],
  },
  {
    id: 'pillow', categoryId: 'home', noun: l('枕头', 'pillow'), priceYuan: [59, 199], returns: 1.2,
    tags: ['sleep', 'bedtime', 'soft', 'parents'], colours: false, options: [option('单只低枕', 'Low', 0.95), option('单只高枕', 'High'), option('一对', 'Pair', 1.85)],
    editions: [
      edition('荞麦壳', 'Buckwheat', 0.85, 'natural'), edition('分区记忆棉', 'Zoned memory-foam', 1.15), edition('天然乳胶', 'Latex', 1.35, 'premium'), edition('可水洗纤维', 'Washable', 0.75, 'easy'), edition('决明子', 'Cassia-seed', 0.9, 'local', 'parents'),
    ],
    tails: [l('侧睡仰睡都行', 'side or back'), l('试睡三十天', 'thirty nights to try')],
    points: [
      l('高度可以自己抽层，送一片三厘米的', 'Take a layer out to set the height; a 3 cm one is included'), l('枕套拉链藏在底下，不硌脸', 'The zip is underneath, away from your cheek'), l('压缩发货，拆开放一天再睡', 'Sent compressed: give it a day'),
    ],
    facts: [fact('尺寸', 'Size', '60 × 40 厘米', '60 × 40 cm'), fact('枕套', 'Cover', '可拆洗', 'Removable')],
    scenes: [
      scene('睡了三十天才来说', 'Thirty nights, then a word', '前三天怪，第七天忘了它，忘了就对了。', 'Odd for three nights. By the seventh I forgot it, which is the point.'),
      scene('给打呼噜的室友', 'For the flatmate who snores', '呼噜没停，但他说脖子不疼了。', 'He still snores. His neck is better, he says.'),
      scene('抽掉一层正好', 'One layer out', '我妈说高，我爸说矮，拆一片，都不说了。', 'Too high for mum, too low for dad. One layer out, and silence.'),
    ],
  },
  {
    id: 'storage-box', categoryId: 'home', noun: l('收纳箱', 'storage box'), priceYuan: [29, 99], returns: 0.6,
    tags: ['storage', 'dorm', 'budget', 'minimal'], colours: true, options: [option('小号', 'Small', 0.65), option('中号', 'Medium'), option('大号', 'Large', 1.35), option('三件套', 'Set of three', 2.4)],
    editions: [
      edition('透明抽屉', 'Clear-drawer', 1), edition('折叠', 'Folding', 0.95, 'compact'), edition('棉麻布艺', 'Fabric', 0.9, 'soft'), edition('带轮', 'Wheeled', 1.15, 'easy'), edition('竹盖', 'Bamboo-lid', 1.3, 'eco'),
    ],
    tails: [l('能叠三层', 'stacks three high'), l('床底刚好', 'fits under a bed')],
    points: [
      l('盖子有卡位，叠起来不滑', 'The lids lock, so a stack does not slide'), l('十八厘米高，量过二十张床底', '18 cm high: we measured under twenty beds'), l('侧面留了贴标签的槽', 'A slot for a label on the side'),
    ],
    facts: [fact('材质', 'Material', '聚丙烯', 'Polypropylene'), fact('承重', 'Load', '25 公斤', '25 kg')],
    scenes: [
      scene('换季收纳，四十分钟', 'Season change, forty minutes', '两箱冬装，一箱不知道为什么买的。', 'Two boxes of winter, one of things I cannot explain.'),
      scene('四平米的宿舍', 'Four square metres of dorm', '床底三个，桌下一个，人放得下了。', 'Three under the bed, one under the desk, and there is room for me.'),
      scene('站上去会不会塌', 'Will it take my weight?', '六十二公斤，站了十秒，别学我。', 'Sixty-two kilos, ten seconds. Do not copy me.'),
    ],
  },
  {
    id: 'scented-candle', categoryId: 'home', noun: l('香薰蜡烛', 'scented candle'), priceYuan: [49, 159], returns: 0.6,
    tags: ['fragrant', 'cosy', 'gift', 'bedtime'], colours: true, options: [option('100 克', '100 g', 0.65), option('200 克', '200 g'), option('礼盒', 'Gift box', 1.5)],
    editions: [
      edition('雪松壁炉', 'Cedar hearth', 1.05, 'winter'), edition('桂花米酿', 'Osmanthus rice-wine', 1, 'guochao'), edition('无花果', 'Fig', 1), edition('雨打芭蕉', 'Rain on banana leaves', 1.1, 'rainy'), edition('大豆蜡', 'Soy-wax', 0.9, 'natural'),
    ],
    tails: [l('三四十小时', 'some forty hours'), l('杯子留着喝水', 'keep the cup')],
    points: [
      l('第一次烧满一小时，蜡面才平', 'Burn it an hour the first time, and the surface stays level'), l('棉芯不冒黑烟，剪到五毫米', 'A cotton wick with no soot: trim it to 5 mm'), l('烧完用热水洗，是个好杯子', 'Afterwards, hot water, and it is a good cup'),
    ],
    facts: [fact('燃烧', 'Burns', '约 40 小时', 'About 40 hours'), fact('蜡', 'Wax', '植物蜡', 'Vegetable wax')],
    scenes: [
      scene('停电那天它不是气氛', 'The night it was not for mood', '楼里停电两小时，邻居来借火，聊到十点。', 'Two hours without power. A neighbour came for a light and stayed till ten.'),
      scene('第一次点要烧多久', 'How long the first time', '烧到边，不然以后永远一个坑。', 'To the edge, or it tunnels for ever after.'),
      scene('洗完澡的四十分钟', 'Forty minutes after the bath', '点着，手机放客厅，读几页，睡。', 'Lit, phone in the other room, a few pages, sleep.'),
    ],
  },
  {
    id: 'vase', categoryId: 'home', noun: l('花瓶', 'vase'), priceYuan: [45, 189], returns: 0.9,
    tags: ['cosy', 'photo', 'minimal', 'gift'], colours: true, options: [option('矮口', 'Low', 0.85), option('高口', 'Tall')],
    editions: [
      edition('粗陶', 'Stoneware', 1, 'handmade'), edition('竖棱玻璃', 'Fluted glass', 0.85), edition('青瓷', 'Celadon', 1.4, 'guochao', 'premium'), edition('单枝', 'Single-stem', 0.7, 'minimal'), edition('侘寂', 'Wabi', 1.15, 'retro'),
    ],
    tails: [l('一枝也好看', 'one stem is enough'), l('口小不倒花', 'a neck that holds')],
    points: [
      l('瓶口三厘米，菜市场十块钱的花也站得住', 'A 3 cm neck: market flowers stand up in it'), l('底部加厚，猫扒拉不倒', 'A heavy foot that the cat could not push over'), l('手工有气泡和流釉，每只不同', 'Bubbles and runs of glaze: no two alike'),
    ],
    facts: [fact('口径', 'Mouth', '约 3 厘米', 'About 3 cm'), fact('可盛水', 'Holds water', '是', 'Yes')],
    scenes: [
      scene('菜市场十块钱的花', 'Market flowers, ten yuan', '剪短，斜插，留一枝高的，够了。', 'Cut short, tilted, one left tall. Enough.'),
      scene('猫推了三次', 'The cat tried three times', '第三次它放弃了，去推水杯了。', 'At the third it gave up and went for the glass.'),
      scene('枯了也不扔', 'Dried, and kept', '莲蓬放一个冬天，比新鲜的好看。', 'Lotus heads through a winter: better than fresh.'),
    ],
  },
  {
    id: 'bath-towels', categoryId: 'home', noun: l('浴巾', 'bath towels'), priceYuan: [39, 129], returns: 0.7,
    tags: ['soft', 'family', 'budget', 'gym'], colours: true, options: [option('单条', 'One', 0.6), option('毛巾浴巾组合', 'Set', 1), option('两条', 'Two', 1.1)],
    editions: [
      edition('埃及棉', 'Egyptian-cotton', 1.3, 'premium'), edition('无捻', 'Zero-twist', 1.1, 'soft'), edition('华夫格', 'Waffle', 0.95, 'light'), edition('竹纤维', 'Bamboo', 1, 'eco'), edition('速干', 'Quick-dry', 0.9, 'gym', 'travel'),
    ],
    tails: [l('吸水不掉毛', 'no fluff'), l('高阳毛巾产地', 'from the towel town')],
    points: [
      l('先洗一遍再用，头次会掉一点浮毛', 'Wash it once first: a little loose fluff comes off'), l('挂绳缝在短边，挂起来干得快', 'The loop is on the short side, so it dries faster'), l('四百克重，拧得动，也吸得住', '400 g: light enough to wring, heavy enough to drink'),
    ],
    facts: [fact('尺寸', 'Size', '140 × 70 厘米', '140 × 70 cm'), fact('克重', 'Weight', '约 400 克', 'About 400 g')],
    scenes: [
      scene('倒一杯水看看', 'One glass of water', '整杯下去，桌面是干的。', 'The whole glass, and the table is dry.'),
      scene('梅雨天能不能干', 'Does it dry in the rainy month?', '晚上挂，早上八成干，速干那条全干。', 'Hung at night: four fifths dry by morning, the quick one fully.'),
      scene('用了两年的，和新的', 'Two years old, beside a new one', '边没脱线，软了，像它本来想成为的样子。', 'No loose edge, only softer, as it meant to be.'),
    ],
  },
]
