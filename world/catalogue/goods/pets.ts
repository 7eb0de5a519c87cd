// Pets 宠物: bought by people, judged by cats.
import { edition, fact, l, option, scene, type Archetype } from '../archetype.ts'

export const pets: Archetype[] = [
  {
    id: 'pet-food-bag', categoryId: 'pets', noun: l('主粮', 'kibble'), priceYuan: [59, 239], returns: 0.7,
    tags: ['cat', 'dog', 'health', 'natural'], colours: false, options: [option('1.5 公斤', '1.5 kg', 0.55), option('3 公斤', '3 kg'), option('试吃 200 克', '200 g trial', 0.15)],
    editions: [
      edition('鲜肉全价猫', 'Fresh-meat cat', 1.2, 'cat'), edition('三文鱼冻干猫', 'Salmon freeze-dried cat', 1.35, 'cat', 'premium'), edition('小型犬', 'Small-dog', 0.95, 'dog'), edition('低敏鸭肉犬', 'Duck hypoallergenic dog', 1.15, 'dog'), edition('幼猫', 'Kitten', 1.1, 'cat'),
    ],
    tails: [l('配方写在正面', 'the recipe on the front'), l('换粮七天表在袋里', 'a seven-day plan inside')],
    points: [
      l('肉含量按干物质写，不按鲜重写', 'Meat share by dry weight, not fresh'), l('袋底有七天换粮表', 'A seven-day change-over plan in the bag'), l('不吃可以退，开袋 50 克以内', 'If they refuse it, return it: up to 50 g may be gone'),
    ],
    facts: [fact('粗蛋白', 'Protein', '≥ 36%', '≥ 36 %'), fact('保质期', 'Shelf life', '18 个月', '18 months')],
    scenes: [
      scene('盲测：三碗粮', 'Blind test: three bowls', '她绕了两圈，选了中间，和价格没关系。', 'Twice round, then the middle one. Price had nothing to do with it.'),
      scene('换粮第七天', 'Day seven of the change', '软便两天，第四天成形，第七天来讨第二碗。', 'Two soft days, firm on the fourth, asking for more on the seventh.'),
      scene('配料表逐行念', 'Read aloud, line by line', '前五样我都认识，这已经难得。', 'I know the first five. That is rare.'),
    ],
  },
  {
    id: 'cat-bowl', categoryId: 'pets', noun: l('猫碗', 'cat bowl'), priceYuan: [25, 89], returns: 0.5,
    tags: ['cat', 'cute', 'health', 'gift'], colours: true, options: [option('单碗', 'Single', 0.7), option('双碗带架', 'Two on a stand')],
    editions: [
      edition('斜口护颈', 'Tilted', 1, 'health'), edition('手作陶瓷', 'Hand-thrown', 1.4, 'handmade'), edition('慢食', 'Slow-feed', 0.9), edition('防黑下巴', 'Chin-safe', 1.05), edition('防滑', 'Non-slip', 0.85),
    ],
    tails: [l('扁脸也吃得到', 'flat faces reach'), l('洗碗机可洗', 'dishwasher-safe')],
    points: [
      l('倾斜十五度，不用低头够', 'Tilted fifteen degrees: no craning'), l('釉面光，水一冲就干净', 'A smooth glaze that rinses clean'), l('底圈是硅胶，推不走', 'A silicone foot that stays'),
    ],
    facts: [fact('口径', 'Width', '13 厘米', '13 cm'), fact('材质', 'Material', '高温瓷', 'High-fired ceramic')],
    scenes: [
      scene('吃完饭的脸', 'The face after dinner', '下巴干净，第三周了。', 'A clean chin, third week.'),
      scene('半夜推碗的声音没了', 'No bowl sliding at night', '她试了，推不动，看了我一眼。', 'She tried. It would not go. She looked at me.'),
      scene('两只猫两个碗', 'Two cats, two bowls', '永远吃对方的，碗无所谓，尊严有所谓。', 'Each eats the other’s. It is about dignity.'),
    ],
  },
  {
    id: 'ball-toy', categoryId: 'pets', noun: l('玩具球', 'ball toy'), priceYuan: [15, 59], returns: 0.5,
    tags: ['dog', 'cat', 'play', 'budget'], colours: true, options: [option('一只', 'One'), option('三只', 'Three', 2.4)],
    editions: [
      edition('耐咬橡胶', 'Chew-proof', 1.1, 'durable'), edition('铃铛猫薄荷', 'Catnip bell', 0.9, 'cat'), edition('漏食', 'Treat', 1.15), edition('会滚的电动', 'Self-rolling', 1.6), edition('浮水', 'Floating', 1, 'summer'),
    ],
    tails: [l('拆家缓一缓', 'spare the sofa'), l('沙发底够得着', 'you can reach it')],
    points: [
      l('直径六厘米五，吞不下', '6.5 cm across: cannot be swallowed'), l('咬坏拍照，半价换一只', 'Bitten through? A picture, and the next is half price'), l('没有橡胶味，洗两次更软', 'No rubber smell; softer after two washes'),
    ],
    facts: [fact('直径', 'Diameter', '6.5 厘米', '6.5 cm'), fact('适合', 'For', '猫与中小型犬', 'Cats and small to medium dogs')],
    scenes: [
      scene('比格犬测试，第十天', 'A beagle, day ten', '上一个活了四小时。这个还圆。', 'The last one lived four hours. This is still round.'),
      scene('猫只爱盒子', 'The cat loves the box', '球三十块，盒子送的，盒子赢了。', 'Thirty yuan of ball, a free box. The box won.'),
      scene('早上六点的保龄球', 'Bowling at six', '木地板，谢谢，楼下邻居也谢谢。', 'Wooden floor. Thank you. So do the neighbours.'),
    ],
  },
  {
    id: 'cat-tree', categoryId: 'pets', noun: l('猫爬架', 'cat tree'), priceYuan: [129, 459], returns: 0.9,
    tags: ['cat', 'cosy', 'durable', 'family'], colours: true, options: [option('单层', 'One level', 0.6), option('三层', 'Three levels')],
    editions: [
      edition('实木', 'Solid-wood', 1.4, 'natural'), edition('通天柱', 'Floor-to-ceiling', 1.25), edition('窗边太空舱', 'Window-pod', 1.1, 'cute'), edition('剑麻', 'Sisal', 0.9), edition('小户型', 'Small-flat', 0.75, 'compact'),
    ],
    tails: [l('十二斤的也跳不晃', 'steady under six kilos'), l('剑麻能换', 'replaceable sisal')],
    points: [
      l('底板两层，十二斤起跳不晃', 'A double base: steady under a six-kilo take-off'), l('抓坏的柱子可以单换', 'A worn post is replaced by itself'), l('内六角就能装，二十分钟', 'One hex key, twenty minutes'),
    ],
    facts: [fact('承重', 'Load', '20 公斤', '20 kg'), fact('高度', 'Height', '约 130 厘米', 'About 130 cm')],
    scenes: [
      scene('安装二十分钟，猫睡箱子里', 'Twenty minutes; she slept in the carton', '第二天早上才上去，像自己发现的。', 'Next morning she climbed it, as if she had found it herself.'),
      scene('十四斤橘猫起跳', 'Seven kilos, take-off', '晃了一下的是我的心。', 'The only thing that shook was me.'),
      scene('沙发得救了', 'The sofa is safe', '左边抓痕停在三月，这是纪念碑。', 'The scratches stop in March. It is a monument.'),
    ],
  },
  {
    id: 'pet-bed', categoryId: 'pets', noun: l('宠物窝', 'pet bed'), priceYuan: [49, 179], returns: 0.8,
    tags: ['cat', 'dog', 'cosy', 'winter'], colours: true, options: [option('小号', 'Small', 0.75), option('中号', 'Medium'), option('大号', 'Large', 1.35)],
    editions: [
      edition('甜甜圈长绒', 'Donut plush', 1, 'soft'), edition('半封闭', 'Half-covered', 1.1), edition('藤编', 'Rattan', 1.3, 'retro', 'natural'), edition('夏季冰丝', 'Cooling', 0.85, 'summer', 'cool'), edition('可拆洗', 'Washable', 0.95, 'easy'),
    ],
    tails: [l('外套整个拆下来洗', 'the cover comes off whole'), l('老狗也好进', 'a low side for old dogs')],
    points: [
      l('拉链在底下，指甲勾不到', 'The zip is below, away from claws'), l('一边矮八厘米，老狗抬腿就进', 'One side is 8 cm low, for old legs'), l('垫芯单独卖', 'The inner pad is sold singly'),
    ],
    facts: [fact('中号内径', 'Inside, medium', '50 厘米', '50 cm'), fact('洗涤', 'Care', '外套机洗', 'Cover machine-washable')],
    scenes: [
      scene('第一晚就睡进去了', 'In on the first night', '我放了件旧T恤，味道是通行证。', 'I put an old shirt in it. The smell is the ticket.'),
      scene('十三岁的狗', 'Thirteen years old', '她现在睡得沉，换了软的，呼噜更响了。', 'She sleeps deep now. The softer bed, the louder snore.'),
      scene('洗完还圆吗', 'Round after the wash?', '拍一拍，圆了八成，猫不介意那两成。', 'A few pats: four fifths round. The cat does not mind the rest.'),
    ],
  },
  {
    id: 'pet-fountain', categoryId: 'pets', noun: l('宠物饮水机', 'pet fountain'), priceYuan: [69, 199], returns: 0.9,
    tags: ['cat', 'quiet', 'health', 'easy'], colours: true, options: [option('1.5 升', '1.5 l', 0.85), option('2.5 升', '2.5 l')],
    editions: [
      edition('静音', 'Silent', 1.05, 'quiet'), edition('陶瓷', 'Ceramic', 1.4, 'premium'), edition('无线感应', 'Cordless', 1.3), edition('不锈钢', 'Steel', 1.15, 'safe'),
    ],
    tails: [l('夜里听不到', 'silent at night'), l('断电有存水', 'water left if power fails')],
    points: [
      l('水泵三十分贝以下，放床头试过', 'Under 30 dB: tried beside a bed'), l('滤芯四周一换，随机送三片', 'A filter lasts four weeks; three are included'), l('拆到泵只要四步', 'Four steps to the pump'),
    ],
    facts: [fact('噪声', 'Noise', '≤ 30 分贝', '≤ 30 dB'), fact('电源', 'Power', 'USB', 'USB')],
    scenes: [
      scene('她终于肯喝水了', 'She drinks at last', '从一天三口到一天二十口，医生说继续。', 'From three sips to twenty. Keep on, said the vet.'),
      scene('放在床头录了一夜', 'Recorded by the bed', '最响的是我翻身。', 'The loudest thing was me turning over.'),
      scene('拆洗一遍，计时', 'Taken apart, timed', '三分十秒，刷子是送的。', 'Three minutes ten, with the brush that came along.'),
    ],
  },
]
