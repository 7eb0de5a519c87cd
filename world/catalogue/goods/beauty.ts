// Beauty 美妆个护: small, tried on skin, and trusted slowly. Words here stay inside what a cosmetic may claim.
import { edition, fact, l, option, scene, type Archetype } from '../archetype.ts'

export const beauty: Archetype[] = [
  {
    id: 'lipstick', categoryId: 'beauty', noun: l('口红', 'lipstick'), priceYuan: [59, 189], returns: 0.7,
    tags: ['makeup', 'self', 'gift', 'photo'], colours: true, options: [],
    editions: [
      edition('丝绒哑光', 'Velvet matte', 1.1), edition('水光润唇', 'Glossy balm', 0.9, 'soft'), edition('宫廷纹样雕花', 'Engraved', 1.4, 'guochao', 'gift'),
      edition('小支随身', 'Pocket-size', 0.6, 'portable'), edition('素颜', 'Bare-face', 1, 'easy', 'commute'),
    ],
    tails: [l('薄涂显气色', 'one thin layer is enough'), l('不拔干', 'does not dry the lips')],
    points: [
      l('膏体偏软，嘴唇起皮的时候也能上', 'A soft formula that goes on even over dry patches'), l('沾杯测试：喝完一杯美式，杯沿是淡淡一圈', 'Cup test: one americano later, only a faint ring on the rim'),
      l('管口倒角，收回去不会刮膏', 'A bevelled tube that does not shave the bullet'),
    ],
    facts: [fact('净含量', 'Net weight', '3.5 克', '3.5 g'), fact('质地', 'Texture', '滋润哑光', 'Soft matte')],
    scenes: [
      scene('黄皮试色，三种光下看', 'Three lights, warm skin', '窗边、办公室、晚上的便利店，颜色都还认得出来。', 'By the window, in the office, in a shop at night: still the same colour.'),
      scene('只带一支口红出差', 'One lipstick for a trip', '薄涂开会，叠涂吃饭，指腹点一点当腮红。', 'Thin for meetings, twice for dinner, a fingertip on the cheeks.'),
      scene('妈妈也能涂的颜色', 'A colour my mother wears', '她嫌太艳的那支归我了，这支她每天放在玄关。', 'The bright one came back to me. This one lives by her front door.'),
    ],
  },
  {
    id: 'serum', categoryId: 'beauty', noun: l('精华液', 'serum'), priceYuan: [89, 329], returns: 0.7,
    tags: ['skincare', 'self', 'morning', 'bedtime'], colours: false, options: [option('15 毫升', '15 ml', 0.6), option('30 毫升', '30 ml'), option('50 毫升', '50 ml', 1.5)],
    editions: [
      edition('积雪草舒缓', 'Centella soothing', 1, 'natural'), edition('烟酰胺', 'Niacinamide', 1.05), edition('玻尿酸补水', 'Hyaluronic', 0.85),
      edition('早C', 'Morning vitamin C', 1.2, 'morning'), edition('角鲨烷', 'Squalane', 1.15, 'winter'),
    ],
    tails: [l('油皮也清爽', 'light on oily skin'), l('成分表全公开', 'the full list on the box')],
    points: [
      l('滴管有刻度，一次 0.3 毫升，一瓶用两个月', 'A marked dropper: 0.3 ml a time, two months a bottle'), l('不加香精，味道就是原料的味道', 'No fragrance: it smells of what is in it'),
      l('建议先在耳后试两天，再上脸', 'Try it behind an ear for two days before the face'),
    ],
    facts: [fact('肤质', 'Skin', '各种肤质', 'All skin types'), fact('保质期', 'Shelf life', '三年，开封后六个月', '3 years, 6 months once open')],
    scenes: [
      scene('空瓶记录：用完才来说', 'An empty bottle, then a verdict', '两个月，脸没有变成另一个人，只是不那么容易红了。', 'Two months. I am not a new person, only less easily red.'),
      scene('护肤做减法的第六周', 'Week six of doing less', '从七步减到三步，省下来的时间够多睡十分钟。', 'From seven steps to three. The saved time is ten minutes of sleep.'),
      scene('看成分表的方法', 'How I read the list', '前五位看功效，最后五位看香精和防腐，中间不用慌。', 'The first five for what it does, the last five for perfume. The middle is no reason to worry.'),
    ],
  },
  {
    id: 'face-cream', categoryId: 'beauty', noun: l('面霜', 'face cream'), priceYuan: [69, 259], returns: 0.7,
    tags: ['skincare', 'winter', 'bedtime', 'soft'], colours: false, options: [option('30 克', '30 g', 0.65), option('50 克', '50 g'), option('两瓶装', 'Pair', 1.85)],
    editions: [
      edition('神经酰胺', 'Ceramide', 1.1), edition('燕麦', 'Oat', 0.85, 'natural', 'soft'), edition('青刺果', 'Prinsepia', 1.15, 'guochao', 'natural'),
      edition('清爽凝霜', 'Gel', 0.95, 'summer'), edition('乳木果', 'Shea', 1, 'winter'),
    ],
    tails: [l('秋冬不起皮', 'for dry months'), l('妆前不搓泥', 'sits well under make-up')],
    points: [
      l('米粒大小就能推满全脸', 'A grain of rice covers the whole face'), l('吸收以后摸起来是软的，不是油的', 'Once it sinks in, the skin is soft, not oily'),
      l('广口瓶配小勺，勺子有磁吸的位置', 'A wide jar with a spoon that snaps to the lid'),
    ],
    facts: [fact('质地', 'Texture', '霜状', 'Cream'), fact('香型', 'Scent', '无香', 'None')],
    scenes: [
      scene('暖气房里的一天', 'A day in a heated room', '早上八点涂，晚上八点摸，没有补。', 'On at eight in the morning, touched at eight at night, nothing added.'),
      scene('我给外公也买了一瓶', 'One for grandpa too', '他说手也能用吗？能，他现在擦得比我勤。', 'He asked whether it works on hands. It does, and he uses more than I do.'),
      scene('出门前十分钟的流程', 'Ten minutes before the door', '水、霜、防晒，三样，等电梯的时候刚好成膜。', 'Water, cream, sunscreen. It sets while I wait for the lift.'),
    ],
  },
  {
    id: 'cushion', categoryId: 'beauty', noun: l('气垫', 'cushion foundation'), priceYuan: [79, 219], returns: 1,
    tags: ['makeup', 'commute', 'easy', 'photo'], colours: false,
    options: [option('10 象牙白', '10 Ivory'), option('20 自然色', '20 Natural'), option('23 小麦色', '23 Wheat'), option('20 + 替换芯', '20 with refill', 1.45)],
    editions: [
      edition('奶油肌', 'Creamy', 1), edition('控油雾面', 'Matte', 1, 'summer'), edition('养肤', 'Caring', 1.2, 'skincare'), edition('轻薄', 'Featherlight', 0.9, 'light'),
    ],
    tails: [l('补妆不卡粉', 'tops up without caking'), l('地铁上也能上妆', 'made for the metro')],
    points: [
      l('粉扑是水滴形，鼻翼拍得到', 'A drop-shaped puff that reaches beside the nose'), l('六小时以后出的是油光，不是斑驳', 'After six hours it shines rather than breaks up'),
      l('盒子里的镜子没有变形', 'The mirror inside does not bend your face'),
    ],
    facts: [fact('净含量', 'Net weight', '13 克', '13 g'), fact('遮盖', 'Cover', '中等', 'Medium')],
    scenes: [
      scene('七站地铁化完底妆', 'Base done in seven stops', '刹车那下差点拍到眼睛，其余都很顺利。', 'It braked once and I nearly got my eye. Otherwise fine.'),
      scene('油皮带妆八小时，不修图', 'Eight hours, oily skin, no filter', '鼻头出油了，但没有分界线，纸巾按一下就好。', 'The nose shone, with no lines. One tissue and done.'),
      scene('色号怎么选', 'Which shade to pick', '对着脖子选，不要对着手背选。', 'Match your neck, not the back of your hand.'),
    ],
  },
  {
    id: 'perfume', categoryId: 'beauty', noun: l('香水', 'perfume'), priceYuan: [119, 459], returns: 0.9,
    tags: ['fragrant', 'self', 'gift', 'couple'], colours: true, options: [option('10 毫升', '10 ml', 0.4), option('30 毫升', '30 ml'), option('50 毫升', '50 ml', 1.5)],
    editions: [
      edition('桂花乌龙', 'Osmanthus oolong', 1, 'guochao', 'tea'), edition('雨后竹林', 'Bamboo after rain', 1.05, 'natural', 'rainy'), edition('白麝香', 'White musk', 0.9, 'minimal'),
      edition('书房檀木', 'Study sandalwood', 1.2, 'reading'), edition('柑橘海盐', 'Citrus and sea salt', 0.95, 'summer'),
    ],
    tails: [l('安静的留香', 'a quiet trail'), l('先送小样再拆正装', 'with a sample to try first')],
    points: [
      l('随盒附两毫升小样，不喜欢正装可以退', 'A 2 ml sample comes with it: if you do not like it, return the bottle unopened'), l('贴近才闻得到，电梯里不打扰别人', 'Close to the skin: nobody in the lift will mind'),
      l('玻璃瓶很沉，瓶盖是磁吸的', 'Heavy glass, magnetic cap'),
    ],
    facts: [fact('浓度', 'Strength', '淡香精', 'Eau de parfum'), fact('前调', 'Top note', '见瓶身', 'See the bottle')],
    scenes: [
      scene('闻起来像我外婆的院子', 'It smells of grandma’s yard', '九月，竹椅，桂花落在茶碗里。', 'September, a bamboo chair, osmanthus falling into the tea bowl.'),
      scene('先用小样过了一周', 'A week on the sample first', '第四天才喜欢上，第一天我以为要退了。', 'On day four I liked it. On day one I was going to send it back.'),
      scene('上班喷哪里', 'Where to spray for work', '膝盖后面和手肘内侧，走动的时候才有。', 'Behind the knees and inside the elbows: it comes only when you move.'),
    ],
  },
  {
    id: 'shampoo', categoryId: 'beauty', noun: l('洗发水', 'shampoo'), priceYuan: [39, 119], returns: 0.6,
    tags: ['fragrant', 'family', 'morning', 'budget'], colours: false, options: [option('300 毫升', '300 ml', 0.7), option('500 毫升', '500 ml'), option('500 毫升两瓶', '500 ml × 2', 1.8)],
    editions: [
      edition('氨基酸', 'Amino-acid', 1.1, 'soft'), edition('生姜', 'Ginger', 0.85), edition('茶籽', 'Tea-seed', 1.05, 'natural', 'local'), edition('无硅油', 'Silicone-free', 1), edition('固体皂', 'Solid bar', 0.8, 'eco', 'travel'),
    ],
    tails: [l('细软发也蓬', 'lifts fine hair'), l('全家一瓶', 'one bottle for all')],
    points: [
      l('泡沫细，冲一遍就干净', 'Fine foam that rinses out in one go'), l('香味第二天早上只剩一点点', 'By next morning only a trace of the scent is left'), l('泵头能锁，行李箱里不漏', 'The pump locks, so it does not leak in a suitcase'),
    ],
    facts: [fact('pH', 'pH', '约 5.5', 'About 5.5'), fact('适合', 'For', '日常清洁', 'Daily washing')],
    scenes: [
      scene('早上没时间吹头发的人', 'No time to blow-dry', '晚上洗，早上手抓两下，能见人。', 'Washed at night, two strokes with the hand in the morning, presentable.'),
      scene('固体洗发皂用了一个月', 'A month with a shampoo bar', '第一周不习惯，第二周上飞机的时候觉得真聪明。', 'The first week felt odd. In the second I boarded a plane with it and felt clever.'),
      scene('给婆婆换了一瓶', 'I changed my mother-in-law’s bottle', '她没说好，但是浴室里那瓶旧的不见了。', 'She did not say she liked it. The old bottle has disappeared though.'),
    ],
  },
]
