// Clothing 服饰鞋包: what people try on, and send back twice as often as anything else.
import { SHOE_SIZES, SIZES, edition, fact, l, option, scene, type Archetype } from '../archetype.ts'

export const clothing: Archetype[] = [
  {
    id: 'dress', categoryId: 'clothing', noun: l('连衣裙', 'dress'), priceYuan: [129, 299], returns: 2.3,
    tags: ['summer', 'commute', 'photo', 'self'], colours: true, options: SIZES,
    editions: [
      edition('水洗亚麻', 'Washed-linen', 1.15, 'cool', 'natural'), edition('收腰衬衫式', 'Belted shirt', 1, 'office'),
      edition('法式方领', 'Square-neck', 1.05, 'retro'), edition('针织坑条', 'Ribbed knit', 0.95, 'soft'), edition('新中式盘扣', 'Frog-button', 1.25, 'guochao'),
    ],
    tails: [l('通勤约会都能穿', 'office to evening'), l('不挑身形', 'an easy fit')],
    points: [
      l('腰线往上提了两厘米，小个子也不拖沓', 'The waist sits two centimetres higher, so it does not drag on shorter people'),
      l('两侧有真口袋，放得下手机', 'Real side pockets that hold a phone'), l('里布到膝，浅色也不透', 'Lined to the knee; the light colours do not show through'),
    ],
    facts: [fact('面料', 'Fabric', '棉麻混纺', 'Cotton and linen'), fact('洗涤', 'Care', '30℃ 轻柔机洗', 'Gentle machine wash at 30 °C')],
    scenes: [
      scene('一条裙子上三天班', 'One dress, three office days', '周一配西装，周三系丝巾，周五直接去吃火锅。', 'A blazer on Monday, a scarf on Wednesday, straight to hotpot on Friday.'),
      scene('158 试穿，先说长度', 'I am 158 cm: about the length', '裙摆在小腿中间，走楼梯不用提。袖子我会挽一道。', 'The hem ends mid-calf, no need to lift it on stairs. I roll the sleeves once.'),
      scene('真的有口袋', 'It really has pockets', '手放进去那一刻，整个人松下来了。', 'The moment my hands went in, my shoulders came down.'),
    ],
  },
  {
    id: 'tshirt', categoryId: 'clothing', noun: l('T恤', 'T-shirt'), priceYuan: [49, 119], returns: 1.7,
    tags: ['summer', 'budget', 'student', 'minimal'], colours: true, options: SIZES,
    editions: [
      edition('260克重磅', '260 g heavyweight', 1.2, 'durable'), edition('精梳棉圆领', 'Combed-cotton crew', 0.9), edition('凉感', 'Cool-touch', 1, 'cool'),
      edition('水洗做旧', 'Washed vintage', 1.1, 'retro'), edition('手绘印花', 'Hand-drawn print', 1.15, 'guochao'),
    ],
    tails: [l('领口不松', 'the neck stays put'), l('男女同款', 'for everyone')],
    points: [
      l('领口包了一圈弹力织带，洗三十次不起荷叶边', 'A taped collar that has not curled after thirty washes'), l('肩缝往前移，举手不卡', 'Forward shoulder seams, so raising an arm is easy'),
      l('缸染后预缩水，尺码表就是洗后尺码', 'Pre-shrunk: the size chart is what you get after washing'),
    ],
    facts: [fact('面料', 'Fabric', '新疆长绒棉', 'Long-staple cotton'), fact('版型', 'Fit', '微宽松', 'Slightly loose')],
    scenes: [
      scene('洗了三十次的白T', 'A white tee after thirty washes', '左边新的，右边穿了一个夏天，猜猜哪件是哪件。', 'New on the left, a whole summer on the right. Guess again.'),
      scene('重磅T恤热不热', 'Is a heavy tee hot?', '三十二度站了二十分钟公交站，后背有汗，但没有贴。', 'Twenty minutes at a bus stop in 32 °C: a little sweat, but nothing clung.'),
      scene('衣柜清到只剩五件', 'Down to five tees', '留下来的都有一个共同点：领口还立着。', 'What stayed has one thing in common: the collars still stand.'),
    ],
  },
  {
    id: 'denim-jacket', categoryId: 'clothing', noun: l('牛仔外套', 'denim jacket'), priceYuan: [169, 369], returns: 1.9,
    tags: ['retro', 'durable', 'commute', 'photo'], colours: true, options: SIZES,
    editions: [
      edition('复古水洗', 'Stone-washed', 1, 'retro'), edition('原色赤耳', 'Raw selvedge', 1.45, 'premium'), edition('短款廓形', 'Cropped boxy', 1),
      edition('羊羔绒内里', 'Fleece-lined', 1.2, 'warm', 'winter'), edition('轻薄棉麻', 'Light cotton-linen', 0.95, 'light'),
    ],
    tails: [l('越穿越有样', 'better every month'), l('早晚温差一件够', 'for cool mornings')],
    points: [
      l('金属扣带防锈镀层，不染里面的白衣服', 'Coated buttons that leave no marks on a white shirt'), l('袖口两档，春秋都能叠穿', 'Two cuff settings, so it layers in spring and autumn'),
      l('内袋能立着放一本口袋书', 'An inside pocket takes a paperback upright'),
    ],
    facts: [fact('克重', 'Weight', '12 盎司', '12 oz'), fact('面料', 'Fabric', '纯棉牛仔', 'Cotton denim')],
    scenes: [
      scene('养牛第九十天', 'Raw denim, day ninety', '手肘的纹路长成我自己的样子了，这件别人穿不出来。', 'The creases at the elbow are mine now. Nobody else could wear it in like this.'),
      scene('早晚十度温差穿什么', 'Ten degrees between morning and noon', '早上扣到顶，中午绑腰上，晚上垫在草地上。', 'Buttoned up at eight, round the waist at noon, on the grass at night.'),
      scene('爸爸三十年前也有一件', 'My father had one thirty years ago', '翻出老照片对了一下，领子几乎一样，笑容也是。', 'I held it against the old photograph: the same collar, nearly the same smile.'),
    ],
  },
  {
    id: 'sneakers', categoryId: 'clothing', noun: l('运动鞋', 'sneakers'), priceYuan: [139, 399], returns: 1.9,
    tags: ['commute', 'gym', 'light', 'student'], colours: true, options: SHOE_SIZES,
    editions: [
      edition('缓震慢跑', 'Cushioned running', 1.15, 'gym'), edition('德训复古', 'Retro trainer', 1, 'retro'), edition('飞织透气', 'Knit breathable', 0.9, 'cool'),
      edition('宽楦', 'Wide-last', 1, 'parents'), edition('一脚蹬', 'Slip-on', 0.85, 'easy'),
    ],
    tails: [l('久站不累', 'for long days standing'), l('按平时尺码选', 'true to size')],
    points: [
      l('前掌多留了半指，走多了不顶脚', 'Half a finger of extra room in front, for the end of a long day'), l('鞋底是整片橡胶，雨天地砖不打滑', 'One-piece rubber sole that grips wet tiles'),
      l('鞋垫可以拆下来洗', 'The insole comes out and can be washed'),
    ],
    facts: [fact('单只重量', 'Weight', '约 245 克', 'About 245 g'), fact('鞋面', 'Upper', '织物与超纤', 'Knit and microfibre')],
    scenes: [
      scene('站一天的人选鞋标准', 'How I choose, standing all day', '在药房站八小时，下班还想走回家，就是合格。', 'Eight hours at a pharmacy counter. If I still want to walk home, it passes.'),
      scene('给我妈挑一双宽楦', 'A wide pair for my mum', '她脚外翻，以前买大一码凑合，这次不用了。', 'She used to buy one size up for her bunions. Not this time.'),
      scene('下雨天特意出去走一圈', 'I went out in the rain on purpose', '地铁口那片大理石，我站住了。', 'The marble at the metro exit: I stayed on my feet.'),
    ],
  },
  {
    id: 'wool-scarf', categoryId: 'clothing', noun: l('羊毛围巾', 'wool scarf'), priceYuan: [89, 259], returns: 1.2,
    tags: ['winter', 'warm', 'soft', 'gift'], colours: true, options: [],
    editions: [
      edition('美利奴', 'Merino', 1.2, 'premium'), edition('格纹流苏', 'Fringed plaid', 1, 'retro'), edition('双面双色', 'Two-sided', 1.1),
      edition('手织粗棒针', 'Hand-knitted chunky', 1.35, 'handmade'), edition('薄款披肩', 'Light shawl', 0.95, 'office'),
    ],
    tails: [l('不扎脖子', 'kind to the neck'), l('送礼带盒', 'boxed for a gift')],
    points: [
      l('纤维细到 18.5 微米，敏感皮也能贴着围', '18.5-micron fibre: soft enough for sensitive skin'), l('一米九长，绕两圈还能打结', '190 cm: twice round with a knot to spare'),
      l('附一张怎么洗的小卡，照着洗不缩水', 'A small card explains how to wash it without shrinking'),
    ],
    facts: [fact('材质', 'Material', '绵羊毛', 'Sheep wool'), fact('尺寸', 'Size', '190 × 32 厘米', '190 × 32 cm')],
    scenes: [
      scene('围巾的四种系法', 'Four ways to tie it', '第三种适合骑车，绝不会被风吹开。', 'The third is for cycling: the wind cannot undo it.'),
      scene('给北方出差的人', 'For a trip north in winter', '零下十五度的站台，露在外面的只有眼睛。', 'A platform at minus fifteen, and only my eyes were out.'),
      scene('外婆说这个针脚细', 'Grandma approved of the stitches', '她织了一辈子毛衣，摸了很久才开口。', 'She has knitted all her life, and felt it for a long time before she spoke.'),
    ],
  },
  {
    id: 'tote-bag', categoryId: 'clothing', noun: l('托特包', 'tote bag'), priceYuan: [59, 189], returns: 1.1,
    tags: ['commute', 'student', 'minimal', 'eco'], colours: true, options: [option('中号', 'Medium'), option('大号', 'Large', 1.15)],
    editions: [
      edition('16安帆布', '16 oz canvas', 1, 'durable'), edition('水洗牛皮', 'Washed leather', 2.1, 'premium'), edition('可折叠尼龙', 'Folding nylon', 0.75, 'light', 'portable'),
      edition('蓝染拼布', 'Indigo patchwork', 1.4, 'handmade', 'guochao'), edition('电脑隔层', 'Laptop-sleeve', 1.2, 'office'),
    ],
    tails: [l('装得下十四寸电脑', 'takes a 14-inch laptop'), l('买菜上课两不误', 'market or campus')],
    points: [
      l('提手加长到能背在羽绒服外面', 'Handles long enough to go over a down coat'), l('内侧有拉链小袋，地铁上放心', 'An inside zip pocket for the metro'),
      l('底部双层布，放热奶茶不透', 'A double bottom that a hot drink does not soak'),
    ],
    facts: [fact('容量', 'Volume', '约 14 升', 'About 14 l'), fact('承重', 'Load', '10 公斤', '10 kg')],
    scenes: [
      scene('打工人的包里有什么', 'What is in my work bag', '电脑、便当、伞、一双袜子，还有昨天的橘子。', 'Laptop, lunch, umbrella, a pair of socks and yesterday’s orange.'),
      scene('用它买了两年菜', 'Two years of groceries', '带子磨毛了一点，针脚一处没开。', 'The straps are a little fuzzy. Not one stitch has opened.'),
      scene('装满是什么样子', 'What it looks like full', '塞了十二本书去二手店，肩膀先投降的。', 'Twelve books to the second-hand shop. My shoulder gave in before the bag.'),
    ],
  },
]
