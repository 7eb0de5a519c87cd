// Books and stationery 图书文具: bought faster than read, and nobody minds. Titles and authors are invented.
import { edition, fact, l, option, scene, type Archetype } from '../archetype.ts'

export const books: Archetype[] = [
  {
    id: 'novel', categoryId: 'books', noun: l('长篇小说', 'novel'), priceYuan: [29, 69], returns: 0.3,
    tags: ['reading', 'bedtime', 'solo', 'gift'], colours: false, options: [option('平装', 'Paperback'), option('精装', 'Hardback', 1.5)],
    editions: [
      edition('《江边的钟表匠》', 'The Clockmaker by the River:', 1, 'retro'), edition('《第九个雨季》', 'The Ninth Rain:', 1, 'rainy'), edition('《县城末班车》', 'Last Bus from Town:', 0.9), edition('《云上邮局》', 'The Post Office in the Clouds:', 1.05, 'cosy'), edition('《盐与灯塔》', 'Salt and Lighthouse:', 1.1),
    ],
    tails: [l('一口气读到天亮', 'read till dawn'), l('随书附书签', 'with a bookmark')],
    points: [
      l('纸是轻型纸，躺着举得住', 'Light paper: you can hold it lying down'), l('裸脊锁线，摊得平', 'Open spine, lies flat'), l('字号十点五，长辈也看得清', 'Set at 10.5 points, easy on older eyes'),
    ],
    facts: [fact('页数', 'Pages', '约 380 页', 'About 380'), fact('装帧', 'Binding', '锁线', 'Sewn')],
    scenes: [
      scene('读到第 214 页我停了一下', 'I stopped at page 214', '不剧透，那句话我抄在了本子上。', 'No spoiler. I copied the sentence into a notebook.'),
      scene('地铁上看纸书的第三十天', 'Thirty days of paper on the metro', '被问过两次书名，交到一个朋友。', 'Asked twice for the title, made one friend.'),
      scene('书桌上的三本，睡前一本', 'Three on the desk, one for bed', '这本读得慢，因为舍不得。', 'This one is slow, because I would rather not finish.'),
    ],
  },
  {
    id: 'picture-book', categoryId: 'books', noun: l('绘本', 'picture book'), priceYuan: [29, 89], returns: 0.3,
    tags: ['toddler', 'learning', 'bedtime', 'family'], colours: false, options: [option('单册', 'One'), option('三册', 'Three', 2.5), option('六册盒装', 'Six in a box', 4.6)],
    editions: [
      edition('《月亮借给谁》', 'Who Borrowed the Moon:', 1, 'bedtime'), edition('《雨衣里的青蛙》', 'The Frog in the Raincoat:', 1, 'rainy', 'cute'), edition('《外婆的腌菜坛》', 'Grandma’s Pickle Jar:', 1.05, 'local'), edition('洞洞翻翻', 'Lift-the-flap', 1.15, 'play'), edition('双语认知', 'Bilingual first-words', 0.95, 'learning'),
    ],
    tails: [l('圆角不扎手', 'rounded corners'), l('读一百遍的那本', 'the hundred-times one')],
    points: [
      l('纸板厚两毫米，啃过也能擦', 'Two-millimetre board: chewed and wiped'), l('每页一句话，五分钟讲完', 'One sentence a page: five minutes'), l('封底扫码有方言朗读', 'A code at the back plays it in dialect'),
    ],
    facts: [fact('开本', 'Size', '21 × 21 厘米', '21 × 21 cm'), fact('年龄', 'Age', '0–6 岁', '0 to 6')],
    scenes: [
      scene('今晚又是这一本', 'This one again tonight', '第八十六遍，我会背了，她不准我背。', 'The eighty-sixth time. I know it by heart; she forbids it.'),
      scene('爷爷用方言讲月亮', 'Grandpa tells the moon in dialect', '她听不懂两个词，笑了二十分钟。', 'Two words she did not know, twenty minutes of laughing.'),
      scene('把书撕了怎么办', 'When a page is torn', '拿胶带一起补，补好的那页她记得牢。', 'Mend it together. It is the page she remembers.'),
    ],
  },
  {
    id: 'cookbook', categoryId: 'books', noun: l('菜谱', 'cookbook'), priceYuan: [39, 99], returns: 0.3,
    tags: ['cooking', 'family', 'gift', 'local'], colours: false, options: [option('平装', 'Paperback'), option('精装', 'Hardback', 1.45)],
    editions: [
      edition('《一人一锅》', 'One Pot for One:', 1, 'solo', 'fast'), edition('《巷子里的早饭》', 'Breakfast in the Lane:', 1.05, 'local', 'morning'), edition('《减油不减味》', 'Less Oil, Same Taste:', 1, 'health'), edition('《妈妈手写的二十四道》', 'Mother’s Twenty-Four:', 1.15, 'retro', 'family'), edition('《四季便当》', 'Lunchboxes of Four Seasons:', 0.95, 'office'),
    ],
    tails: [l('克数写清楚', 'in grams'), l('失败率也写', 'with the failure rate')],
    points: [
      l('每道菜写了最容易失败的一步', 'Every recipe names the step that fails most'), l('用克和分钟，不写“适量”', 'Grams and minutes, never “some”'), l('封面防油，厨房里放心翻', 'A wipe-clean cover for the kitchen'),
    ],
    facts: [fact('菜数', 'Recipes', '约 80 道', 'About 80'), fact('页数', 'Pages', '约 220 页', 'About 220')],
    scenes: [
      scene('照着第 12 页做了一次', 'Page twelve, as written', '盐减半，其他别动。锅是对的，火是我错。', 'Half the salt, touch nothing else. The pot was right; the fire was me.'),
      scene('二十四道做完的那天', 'The day all twenty-four were done', '妈妈打分：二十一道及格。', 'Mother’s verdict: twenty-one passed.'),
      scene('一人一锅，洗碗两分钟', 'One pot, two minutes of washing up', '租房三年，这本翻得起毛了。', 'Three years of renting; the corners are soft.'),
    ],
  },
  {
    id: 'box-set', categoryId: 'books', noun: l('套装书', 'box set'), priceYuan: [79, 269], returns: 0.4,
    tags: ['reading', 'gift', 'learning', 'premium'], colours: false, options: [option('四册', 'Four'), option('六册', 'Six', 1.4)],
    editions: [
      edition('少年科学史', 'Science for young readers', 1, 'learning', 'family'), edition('二十四节气', 'Twenty-four solar terms', 1.05, 'guochao', 'seasonal'), edition('世界短篇', 'World short stories', 1), edition('江南园林', 'Gardens of Jiangnan', 1.3, 'premium'), edition('中国古典画', 'Classical painting', 1.4, 'guochao'),
    ],
    tails: [l('书盒能当书架', 'the case is a shelf'), l('送小孩送自己', 'for a child, or yourself')],
    points: [
      l('盒子是硬的，横放竖放都不塌', 'A rigid case, either way up'), l('每册可以单独读', 'Each volume stands alone'), l('附一张大地图，能贴墙', 'A large map to put on the wall'),
    ],
    facts: [fact('册数', 'Volumes', '见规格', 'As chosen'), fact('装帧', 'Binding', '精装盒装', 'Cased')],
    scenes: [
      scene('拆一盒书的声音', 'The sound of a new case', '塑封、纸张、油墨，别快进。', 'Film, paper, ink. Do not skip.'),
      scene('他读到第三册了', 'He is on volume three', '没人催，奖励是关灯晚十分钟。', 'Nobody pushed him. The prize is ten minutes more of light.'),
      scene('节气那套，按日子读', 'The solar terms, by the day', '今天小雪，读四页，喝一碗汤。', 'Light Snow today: four pages and a bowl of soup.'),
    ],
  },
  {
    id: 'notebook', categoryId: 'books', noun: l('笔记本', 'notebook'), priceYuan: [15, 69], returns: 0.4,
    tags: ['student', 'office', 'focus', 'minimal'], colours: true, options: [option('横线', 'Lined'), option('方格', 'Grid'), option('空白', 'Blank')],
    editions: [
      edition('一百克道林纸', '100 g paper', 1), edition('布面精装', 'Cloth-bound', 1.4, 'premium'), edition('活页', 'Ring', 1.1), edition('旅行手帐', 'Traveller’s', 1.5, 'travel', 'retro'), edition('三本装软抄', 'Soft three-pack', 0.8, 'budget'),
    ],
    tails: [l('钢笔不洇', 'takes fountain ink'), l('摊得平', 'lies flat')],
    points: [
      l('钢笔写不透背，试过六种墨水', 'Six inks tried, none came through'), l('线缝装订，一百八十度', 'Sewn: opens flat'), l('页码印好了，自己做目录', 'Pages are numbered, for an index of your own'),
    ],
    facts: [fact('内页', 'Pages', '192 页', '192'), fact('尺寸', 'Size', 'A5', 'A5')],
    scenes: [
      scene('六支笔写一页', 'Six pens, one page', '只有第四支洇了，那支在哪都洇。', 'Only the fourth bled. It bleeds everywhere.'),
      scene('写满一本的样子', 'A full one', '比新的厚三毫米，都是日子。', 'Three millimetres thicker. That is days.'),
      scene('考研笔记翻给你看', 'My exam notes, page by page', '上岸了，但更想说：第 90 页我哭过。', 'I passed. But on page 90 I cried.'),
    ],
  },
  {
    id: 'desk-calendar', categoryId: 'books', noun: l('台历', 'desk calendar'), priceYuan: [19, 69], returns: 0.4,
    tags: ['office', 'gift', 'seasonal', 'guochao'], colours: true, options: [option('单本', 'One'), option('两本', 'Two', 1.8)],
    editions: [
      edition('节气插画', 'Solar-term', 1.05, 'seasonal'), edition('周计划', 'Weekly', 1, 'focus'), edition('猫咪', 'Cat', 0.95, 'cute', 'cat'), edition('木座', 'Wooden-stand', 1.4, 'premium'), edition('自填日期', 'Undated', 0.9, 'minimal'),
    ],
    tails: [l('每天撕一页', 'a page a day'), l('办公室的窗', 'a window for the office')],
    points: [
      l('右下角留了写字的空', 'Room to write at the lower right'), l('背面是便签，撕下来能贴', 'The back is a note you can tear off'), l('农历和调休都标了', 'Lunar dates and shifted holidays marked'),
    ],
    facts: [fact('尺寸', 'Size', '20 × 15 厘米', '20 × 15 cm'), fact('页数', 'Pages', '见规格', 'As chosen')],
    scenes: [
      scene('今天这一页', 'Today’s page', '小雪，宜喝汤，忌开会。', 'Light Snow. Good for soup, bad for meetings.'),
      scene('同事来借一页', 'A colleague borrowed a page', '撕走了他生日那天，写了句话还回来。', 'He tore out his birthday, wrote on it and brought it back.'),
      scene('用了三年的三本', 'Three years, three calendars', '翻到去年今天：下雨，改稿，吃面。', 'A year ago today: rain, corrections, noodles.'),
    ],
  },
]
