// Crafts 手作工艺: made by one pair of hands, so a little different every time, and slower.
import { edition, fact, l, option, scene, type Archetype } from '../archetype.ts'

export const crafts: Archetype[] = [
  {
    id: 'ceramic-cup', categoryId: 'crafts', noun: l('陶瓷杯', 'ceramic cup'), priceYuan: [49, 189], returns: 0.5,
    tags: ['handmade', 'tea', 'coffee', 'self'], colours: true, options: [option('单只', 'One'), option('一对', 'Pair', 1.9)],
    editions: [
      edition('手拉坯', 'Hand-thrown', 1.2, 'handmade'), edition('青花小写意', 'Blue-and-white', 1.3, 'guochao'), edition('柴烧', 'Wood-fired', 1.5, 'retro'), edition('马克', 'Mug', 0.8, 'coffee'), edition('品茗', 'Tasting', 0.9, 'tea'),
    ],
    tails: [l('每只都不同', 'no two alike'), l('景德镇一人工坊', 'one potter, Jingdezhen')],
    points: [
      l('杯底有拉坯留下的指纹', 'The potter’s fingerprint is in the foot'), l('釉里没有铅镉，报告在最后一张图', 'No lead or cadmium in the glaze: see the last picture'), l('破损拍照就补，窑里常备三只', 'Broken on the way? Three spares wait at the kiln'),
    ],
    facts: [fact('容量', 'Volume', '约 180 毫升', 'About 180 ml'), fact('微波', 'Microwave', '可以，金边除外', 'Yes, unless gilt')],
    scenes: [
      scene('开窑，三十只留二十二', 'Opening the kiln: 22 of 30', '碎的八只也给你看，火不听话。', 'Here are the eight that failed. Fire does as it likes.'),
      scene('把手是最后接的', 'The handle comes last', '湿度差一点就裂，今天裂了两只。', 'A little too dry and it cracks. Two today.'),
      scene('用了一年的杯子', 'After a year of use', '内壁有茶渍，洗得掉，没洗。', 'Tea stains. They would come off; I left them.'),
    ],
  },
  {
    id: 'bamboo-basket', categoryId: 'crafts', noun: l('竹篮', 'bamboo basket'), priceYuan: [59, 219], returns: 0.4,
    tags: ['handmade', 'natural', 'picnic', 'storage'], colours: false, options: [option('小', 'Small', 0.75), option('中', 'Medium'), option('大', 'Large', 1.35)],
    editions: [
      edition('细篾手编', 'Fine-woven', 1.3, 'handmade'), edition('提梁', 'Handled', 1.1, 'picnic'), edition('蒸屉', 'Steamer', 0.7, 'cooking'), edition('收纳', 'Storage', 0.9, 'storage'), edition('漆面', 'Lacquered', 1.5, 'premium'),
    ],
    tails: [l('三年青竹', 'three-year bamboo'), l('越用越亮', 'brighter with use')],
    points: [
      l('破篾六遍，摸着不扎手', 'Split six times, smooth to the hand'), l('竹子冬天砍，不生虫', 'Cut in winter, so no insects'), l('怕晒，不怕水，用完擦干', 'Sun hurts it, water does not: wipe it dry'),
    ],
    facts: [fact('材质', 'Material', '毛竹', 'Moso bamboo'), fact('工时', 'Made in', '约 9 小时', 'About 9 hours')],
    scenes: [
      scene('劈篾的声音', 'Splitting bamboo', '戴上耳机，四十秒，不加配乐。', 'Headphones on, forty seconds, no music.'),
      scene('师傅今年七十二', 'He is seventy-two', '手比我快一倍，慢的是教我。', 'Twice my speed. What is slow is teaching me.'),
      scene('提着它去买菜', 'To the market with it', '卖菜阿姨问哪买的，送了我两根葱。', 'The greengrocer asked where I got it, and gave me two spring onions.'),
    ],
  },
  {
    id: 'wooden-comb', categoryId: 'crafts', noun: l('木梳', 'wooden comb'), priceYuan: [39, 159], returns: 0.5,
    tags: ['handmade', 'parents', 'gift', 'natural'], colours: false, options: [option('密齿', 'Fine teeth'), option('宽齿', 'Wide teeth')],
    editions: [
      edition('绿檀整木', 'Verawood', 1.2, 'fragrant'), edition('黄杨', 'Boxwood', 1.3), edition('牛角拼木', 'Horn-and-wood', 1.5, 'premium'), edition('雕花', 'Carved', 1.25, 'gift', 'guochao'), edition('便携小', 'Pocket', 0.7, 'portable'),
    ],
    tails: [l('不起静电', 'no static'), l('常州梳篦', 'from Changzhou')],
    points: [
      l('齿尖磨圆三遍，头皮不疼', 'Tips rounded three times'), l('木头会渗一点油，正常，擦掉', 'A little oil comes out of the wood: wipe it'), l('可以刻两个字，不加钱', 'Two characters engraved, free'),
    ],
    facts: [fact('长度', 'Length', '约 18 厘米', 'About 18 cm'), fact('保养', 'Care', '别水洗', 'Do not wash')],
    scenes: [
      scene('给奶奶梳头', 'Combing grandma’s hair', '她说年轻时辫子到腰，我信。', 'Her plait was down to the waist once. I believe it.'),
      scene('刻两个字要多久', 'How long two characters take', '十一分钟，手不能抖，不能打喷嚏。', 'Eleven minutes. No trembling, no sneezing.'),
      scene('冬天终于不放电了', 'No sparks this winter', '毛衣脱下来，头发没有站起来。', 'The sweater came off, and my hair stayed down.'),
    ],
  },
  {
    id: 'silver-ring', categoryId: 'crafts', noun: l('银戒指', 'silver ring'), priceYuan: [79, 299], returns: 0.9,
    tags: ['handmade', 'couple', 'gift', 'self'], colours: false,
    options: [option('12 号', 'Size 12'), option('14 号', 'Size 14'), option('16 号', 'Size 16'), option('开口可调', 'Adjustable', 1.05)],
    editions: [
      edition('手锤纹', 'Hammered', 1.1, 'handmade'), edition('素圈', 'Plain', 0.85, 'minimal'), edition('麦穗', 'Wheat-ear', 1.15), edition('月长石', 'Moonstone', 1.4), edition('老银做旧', 'Aged', 1.1, 'retro'),
    ],
    tails: [l('九二五有戳', 'stamped 925'), l('会变黑，能擦亮', 'darkens, and shines again')],
    points: [
      l('内壁打了 925 戳', 'Stamped 925 inside'), l('圈口可以改一次，来回运费我出', 'One resizing, freight on me'), l('附擦银布，黑了不是坏了', 'A cloth comes with it: dark is not broken'),
    ],
    facts: [fact('材质', 'Material', '925 银', '925 silver'), fact('工时', 'Made in', '约 3 天', 'About 3 days')],
    scenes: [
      scene('敲一只素圈要两百锤', 'Two hundred blows for a ring', '第一百三十锤走神了，有个坑，留着了。', 'At the hundred and thirtieth I drifted. There is a dent. I left it.'),
      scene('情侣圈不用成对', 'A pair need not match', '一只亮的，一只旧的，像他们俩。', 'One bright, one worn, like the two of them.'),
      scene('黑了怎么办', 'When it turns dark', '牙膏别用，擦银布十下，够了。', 'Not toothpaste. Ten strokes with the cloth.'),
    ],
  },
  {
    id: 'oil-paper-umbrella', categoryId: 'crafts', noun: l('油纸伞', 'oil-paper umbrella'), priceYuan: [99, 359], returns: 0.6,
    tags: ['rainy', 'guochao', 'photo', 'handmade'], colours: true, options: [option('70 厘米', '70 cm', 0.85), option('84 厘米', '84 cm')],
    editions: [
      edition('素面桐油', 'Plain tung-oil', 1), edition('手绘荷花', 'Hand-painted lotus', 1.35, 'photo'), edition('渔夫老式', 'Fisherman’s', 0.9, 'retro'), edition('舞蹈', 'Dance', 0.7), edition('蓝染', 'Indigo', 1.2),
    ],
    tails: [l('真的能挡雨', 'it keeps rain off'), l('七十二道工', 'seventy-two steps')],
    points: [
      l('桐油刷三遍，小雨中雨都行，大风别撑', 'Three coats of tung oil: fine in rain, not in a gale'), l('伞骨二十八根，断一根能换', 'Twenty-eight ribs; a broken one can be replaced'), l('收起来要晾干，别塞书包', 'Let it dry before you close it'),
    ],
    facts: [fact('伞骨', 'Ribs', '28 根', '28'), fact('产地', 'Origin', '见伞柄', 'On the handle')],
    scenes: [
      scene('雨里走一遍', 'Once through the rain', '雨点打在纸上是鼓声，布伞没有这个。', 'Rain on paper is a drum. Cloth has no such sound.'),
      scene('修一根伞骨', 'Mending a rib', '削一根新的，二十分钟，邮费比它贵。', 'Cut a new one, twenty minutes. The postage costs more.'),
      scene('古镇拍照别只举着', 'More than a prop', '撑开、转半圈、停，阴影落在脸上就好看。', 'Open, half a turn, stop. The shade on the face does it.'),
    ],
  },
  {
    id: 'embroidery-hoop', categoryId: 'crafts', noun: l('刺绣材料包', 'embroidery kit'), priceYuan: [29, 119], returns: 0.5,
    tags: ['craft', 'handmade', 'self', 'cosy'], colours: false, options: [option('入门', 'Starter', 0.8), option('进阶', 'Next step')],
    editions: [
      edition('苏绣小品', 'Suzhou', 1.3, 'guochao'), edition('花草', 'Botanical', 1), edition('猫', 'Cat', 0.95, 'cute', 'cat'), edition('苗族纹样', 'Miao-pattern', 1.2, 'local', 'guochao'), edition('香囊', 'Sachet', 0.85, 'fragrant', 'festival'),
    ],
    tails: [l('零基础能完成', 'no experience needed'), l('绣完能挂墙', 'ready to hang')],
    points: [
      l('线按顺序绕好编号，不用找', 'Threads wound and numbered in order'), l('教程每针慢放，左手版也有', 'Every stitch in slow motion, also left-handed'), l('绣坏的布免费补一块', 'Spoiled the cloth? The next piece is free'),
    ],
    facts: [fact('绷子', 'Hoop', '15 厘米', '15 cm'), fact('用时', 'Takes', '6–20 小时', '6–20 hours')],
    scenes: [
      scene('绣了三个晚上的猫', 'Three evenings of cat', '左眼大右眼小，更像我家那只了。', 'One eye larger. More like mine now.'),
      scene('打籽绣一分钟学会', 'Seed stitch in a minute', '绕两圈，按住，拉。第十个就圆了。', 'Twice round, hold, pull. The tenth is round.'),
      scene('绣错了怎么拆', 'Unpicking a mistake', '挑，不要剪，深呼吸，它会原谅你。', 'Lift, do not cut, breathe. It forgives.'),
    ],
  },
]
