// A hundred and twenty creators in four tiers: 头部 head, 肩部 shoulder, 腰部 waist, 尾部 tail. Each has a field, a voice (voices.ts)
// and a biography a person could have written. Names are invented.
import type { Localized } from '#kernel/text'
import { l, type CategoryId } from './archetype.ts'
import type { VoiceId } from './voices.ts'

export type Tier = 'head' | 'shoulder' | 'waist' | 'tail'
export type CreatorSketch = { name: Localized; bio: Localized; tier: Tier; voice: VoiceId; fields: readonly CategoryId[] }

type Line = readonly [zh: string, en: string, voice: VoiceId, fields: string, zhBio: string, enBio: string]

const HEAD: readonly Line[] = [
  ['阿岚在路上', 'Alan on the Road', 'traveller', 'outdoor kitchen clothing', '走过 31 个省，行李 8 公斤。只说用过三个月以上的。', 'Thirty-one provinces, eight kilos of luggage. Only what has lasted three months.'],
  ['老周拆一拆', 'Old Zhou Takes It Apart', 'tester', 'digital kitchen home', '前电器维修工，拆过 1200 件，好不好看里面。', 'Repaired appliances for years. Twelve hundred opened so far; the truth is inside.'],
  ['豆豆妈不焦虑', 'Doudou’s Calm Mum', 'parent', 'baby books fresh', '两个孩子，一份工作，睡眠不足但心情尚可。', 'Two children, one job, little sleep, fair mood.'],
  ['陈皮奶奶', 'Granny Chenpi', 'elder', 'snacks fresh kitchen', '七十三岁，做了一辈子饭，孙子帮我拍。', 'Seventy-three, a lifetime of cooking, filmed by my grandson.'],
  ['衣橱减法', 'The Shrinking Wardrobe', 'quiet', 'clothing beauty home', '从 214 件到 38 件。少买，但买对。', 'From 214 garments to 38. Fewer, and right.'],
  ['大橘为重', 'The Orange One Decides', 'joker', 'pets home digital', '家里老大是猫，我负责开罐头。', 'The cat is in charge. I open tins.'],
]

const SHOULDER: readonly Line[] = [
  ['小厨房大事', 'Small Kitchen, Big Matters', 'quiet', 'kitchen snacks', '四平米厨房，一年三百顿晚饭。', 'Four square metres, three hundred dinners a year.'],
  ['配方党小林', 'Lin Reads Labels', 'tester', 'beauty baby', '学化学的，替你念成分表。', 'A chemist who reads the list for you.'],
  ['野外生存一般', 'Average Survivalist', 'joker', 'outdoor snacks', '露营五年，翻车四年半。', 'Five years of camping, four and a half of failing.'],
  ['赣南阿良', 'Aliang of Gannan', 'farmer', 'fresh snacks', '果园二代，回来第六年。', 'Second generation in the orchard, six years back.'],
  ['窑火日记', 'Kiln Diary', 'maker', 'crafts home', '一个月两窑，坏的也拍。', 'Two firings a month, failures included.'],
  ['通勤一小时', 'An Hour Each Way', 'worker', 'clothing digital', '地铁十三站，够试一副耳机。', 'Thirteen stops: long enough to test a pair of headphones.'],
  ['今晚读什么', 'Tonight’s Book', 'quiet', 'books home', '一天二十页，三年两百本。', 'Twenty pages a day, two hundred books in three years.'],
  ['猫有九条命', 'Nine Lives', 'quiet', 'pets', '领养两只，寄养过四十只。', 'Two adopted, forty fostered.'],
  ['爸爸的工具箱', 'Dad’s Toolbox', 'tester', 'home kitchen digital', '结婚十二年，家里的东西都归我修。', 'Married twelve years, in charge of everything that breaks.'],
  ['考研的桃子', 'Peach Sits Exams', 'student', 'books snacks digital', '二战，图书馆常驻。', 'Second attempt, permanent resident of the library.'],
  ['茶客老严', 'Yan Drinks Tea', 'elder', 'snacks kitchen crafts', '喝茶四十年，不卖茶。', 'Forty years of tea, none of it for sale.'],
  ['海边种草', 'Seaside Picks', 'traveller', 'beauty clothing outdoor', '住在厦门，晒得很黑，所以防晒有发言权。', 'I live in Xiamen and am very tanned, so I may speak of sun.'],
  ['药师小满', 'Xiaoman the Pharmacist', 'tester', 'beauty snacks baby', '药房站了七年，话说得很慢。', 'Seven years behind a pharmacy counter. I speak slowly.'],
  ['一人食研究所', 'Dinner for One', 'worker', 'kitchen snacks fresh', '独居第五年，洗碗不超过两分钟。', 'Living alone for five years; washing up takes two minutes.'],
  ['乡下的阿婵', 'Chan in the Country', 'farmer', 'fresh crafts home', '从深圳回村，养鸡、编篮、写字。', 'Back from Shenzhen: hens, baskets, writing.'],
  ['跑步的会计', 'The Running Accountant', 'worker', 'outdoor digital clothing', '月底不跑，其他时间都跑。', 'I run except at the end of the month.'],
  ['汉服小主簿', 'The Hanfu Clerk', 'maker', 'clothing crafts', '自己打版，自己改，自己穿去上班。', 'I cut, alter and wear it to the office.'],
  ['小满和妹妹', 'Two Sisters', 'parent', 'baby pets books', '姐姐六岁，妹妹两岁，狗三岁。', 'Six, two, and the dog is three.'],
]

const WAIST: readonly Line[] = [
  ['厨房里的阿宽', 'Kuan in the Kitchen', 'quiet', 'kitchen snacks', '每天六点下班，七点开饭。用什么锅，说真话。', 'Off at six, dinner at seven. The truth about pans.'],
  ['温差十度', 'Ten Degrees', 'worker', 'clothing', '早晚温差大的城市，怎么穿。', 'What to wear where mornings are cold and noons are not.'],
  ['睡不着俱乐部', 'The Sleepless Club', 'quiet', 'home beauty', '失眠三年，枕头换了九个。', 'Three years of bad nights, nine pillows.'],
  ['阿昆修车也修包', 'Kun Mends Things', 'maker', 'crafts clothing', '拉链、肩带、鞋底，能修不换。', 'Zips, straps, soles: mend before you replace.'],
  ['数码二手贩', 'Second-hand Digital', 'tester', 'digital', '只买二手，所以知道什么三年后还活着。', 'I buy used, so I know what lives three years.'],
  ['小谷的便当', 'Gu’s Lunchbox', 'worker', 'kitchen fresh', '带饭第 700 天。', 'Day seven hundred of packed lunches.'],
  ['奶爸大壮', 'Big Dad', 'parent', 'baby digital', '换尿裤 47 秒，欢迎挑战。', 'A diaper in 47 seconds. Challengers welcome.'],
  ['青山背包客', 'Green Hills Backpack', 'traveller', 'outdoor', '周五晚上出发，周日晚上回来。', 'Friday night out, Sunday night back.'],
  ['闻香识路', 'Following Scents', 'quiet', 'beauty home', '把每座城市的味道记下来。', 'Writing down how each city smells.'],
  ['苹果不说话', 'Apples Do Not Talk', 'farmer', 'fresh', '昭通果农，替苹果说两句。', 'A grower in Zhaotong, speaking for apples.'],
  ['抄书人', 'The Copyist', 'quiet', 'books', '一支笔，一本书，一页一页。', 'One pen, one book, page by page.'],
  ['银铺学徒', 'Silver Apprentice', 'maker', 'crafts', '第三年，还在练素圈。', 'Third year, still on plain rings.'],
  ['柯基屁股大', 'Corgi Matters', 'joker', 'pets', '狗叫馒头，人叫馒头他妈。', 'The dog is Bun. I am Bun’s mother.'],
  ['宿舍 402', 'Room 402', 'student', 'snacks home digital', '四个人一口锅一个插座。', 'Four people, one pot, one socket.'],
  ['妆前三分钟', 'Three Minutes Before', 'worker', 'beauty', '电梯里也能化完的那种妆。', 'Make-up that can be finished in a lift.'],
  ['五金店老板娘', 'The Ironmonger’s Wife', 'joker', 'home kitchen', '店里什么都有，除了客人。', 'The shop has everything but customers.'],
  ['爷爷的收音机', 'Grandpa’s Radio', 'elder', 'digital books', '八十岁学会剪辑，慢一点，清楚一点。', 'Learned to edit at eighty. Slower and clearer.'],
  ['云上露营', 'Camping in Clouds', 'traveller', 'outdoor kitchen', '带一壶茶上山，再带垃圾下山。', 'Tea up the hill, rubbish down.'],
  ['绣花针', 'Embroidery Needle', 'maker', 'crafts clothing', '教了四年，学会的都成了朋友。', 'Four years of teaching; those who learn become friends.'],
  ['坚果青年', 'Nut Youth', 'worker', 'snacks', '健身两年，零食没停。', 'Two years of training without giving up snacks.'],
  ['米奶奶', 'Granny Rice', 'elder', 'fresh kitchen', '种过二十年水稻，一口知道是不是新米。', 'Twenty years of paddies; one mouthful tells me the harvest.'],
  ['安静的键盘', 'Quiet Keys', 'tester', 'digital', '分贝仪放桌上，打字给你听。', 'A decibel meter on the desk, typing for you.'],
  ['绘本妈妈团', 'Picture-book Mothers', 'parent', 'books baby', '十一位妈妈，轮流读。', 'Eleven mothers taking turns to read.'],
  ['阿毛的一天', 'A Day of Mao', 'quiet', 'pets home', '黑猫，四岁，不亲人，亲窗台。', 'Black cat, four, fond of nobody but the sill.'],
  ['素颜打工', 'Bare-faced at Work', 'worker', 'beauty clothing', '早八不化妆，也想看着精神。', 'No make-up at eight, and still awake-looking.'],
  ['面面俱到', 'All About Noodles', 'joker', 'snacks kitchen', '吃了 300 碗，胖了 6 斤，值。', 'Three hundred bowls, three kilos, worth it.'],
  ['江边慢跑', 'River Jog', 'traveller', 'outdoor digital', '武汉，每天五公里，雨天也跑。', 'Wuhan, five kilometres a day, rain included.'],
  ['木木的木头', 'Mu’s Timber', 'maker', 'crafts baby', '给女儿做的玩具，多做了几套。', 'Toys for my daughter, and a few sets more.'],
  ['租房改造笔记', 'Notes on a Rented Room', 'quiet', 'home', '不打孔，不刷墙，搬家能带走。', 'No holes, no paint, and it moves with me.'],
  ['橙子味的夏天', 'Orange Summer', 'student', 'snacks beauty', '大三，预算一个月八百。', 'Third year, eight hundred a month.'],
  ['中年骑行', 'Middle-aged Cycling', 'joker', 'outdoor', '装备比人年轻。', 'The gear is younger than I am.'],
  ['牙医的零食柜', 'The Dentist’s Snacks', 'tester', 'snacks baby', '吃完记得刷牙。', 'Brush afterwards.'],
  ['南方冬天', 'Winter in the South', 'worker', 'clothing home', '没有暖气的地方怎么活。', 'How to live without heating.'],
  ['书店打烊后', 'After Closing', 'quiet', 'books crafts', '在书店上班，关灯后拍。', 'I work in a bookshop and film when the lights go out.'],
  ['村口大喇叭', 'The Village Loudspeaker', 'farmer', 'fresh snacks', '替隔壁二十户卖果子。', 'I sell fruit for twenty neighbours.'],
  ['阿姨的梳妆台', 'Auntie’s Dresser', 'elder', 'beauty crafts', '五十八岁，涂口红上班。', 'Fifty-eight, and I wear lipstick to work.'],
]

const TAIL: readonly Line[] = [
  ['新手木木', 'New at This', 'student', 'books', '第一个月，多关照。', 'First month. Be kind.'],
  ['雨天不出门', 'Home on Rainy Days', 'quiet', 'home crafts', '下雨就泡茶，不下雨也泡。', 'Tea when it rains, tea when it does not.'],
  ['骑手小顾', 'Gu Delivers', 'worker', 'digital outdoor', '跑单间隙拍的。', 'Filmed between orders.'],
  ['杨梅熟了', 'Bayberries', 'farmer', 'fresh', '一年只忙二十天。', 'Busy twenty days a year.'],
  ['二手咖啡机', 'Used Espresso', 'tester', 'kitchen snacks', '三百块的机器，三千块的执念。', 'A 300-yuan machine, a 3,000-yuan obsession.'],
  ['阿布的窗台', 'Abu’s Windowsill', 'quiet', 'home pets', '多肉、猫、光。', 'Succulents, cat, light.'],
  ['爱迟到的闹钟', 'The Late Alarm', 'student', 'digital home', '起床困难，靠东西救。', 'Bad at mornings; things help.'],
  ['团子成长记', 'Dumpling Grows', 'parent', 'baby', '七个月，四颗牙。', 'Seven months, four teeth.'],
  ['铁锅不粘', 'Nothing Sticks', 'worker', 'kitchen', '养锅第 50 天。', 'Day fifty of seasoning.'],
  ['小镇裁缝', 'Town Tailor', 'maker', 'clothing', '改裤脚二十年。', 'Twenty years of hems.'],
  ['山里收快递', 'Parcels in the Hills', 'farmer', 'fresh outdoor', '快递一周来两次。', 'The courier comes twice a week.'],
  ['我妈说', 'Mum Says', 'joker', 'kitchen clothing', '她说，我拍。', 'She talks, I film.'],
  ['拖延症手帐', 'Procrastinator’s Journal', 'student', 'books', '九月的计划，十一月写完。', 'September’s plan, written in November.'],
  ['半糖', 'Half Sugar', 'worker', 'snacks', '控糖失败日记。', 'A diary of not quite managing.'],
  ['老城根下', 'By the Old Wall', 'elder', 'snacks crafts', '西安，退休，爱溜达。', 'Xi’an, retired, fond of walking.'],
  ['一只袜子', 'One Sock', 'joker', 'clothing home', '另一只在洗衣机里。', 'The other is in the machine.'],
  ['早八人', 'Eight O’Clock Class', 'student', 'beauty clothing', '五分钟出门。', 'Out in five minutes.'],
  ['钓鱼佬阿强', 'Qiang Fishes', 'joker', 'outdoor', '空军三年，椅子很好。', 'Three years without a fish. The chair is good.'],
  ['豆瓣酱', 'Bean Paste', 'elder', 'kitchen fresh', '四川人，六十六，辣。', 'Sichuan, sixty-six, hot.'],
  ['小满的一平米', 'One Square Metre', 'quiet', 'home books', '书桌就是全世界。', 'The desk is the world.'],
  ['猫头鹰妈妈', 'Owl Mum', 'parent', 'baby books', '凌晨三点在线。', 'Online at three in the morning.'],
  ['不会做饭', 'Cannot Cook', 'student', 'kitchen snacks', '正在学，第 9 天。', 'Learning, day nine.'],
  ['风筝厂', 'Kite Works', 'maker', 'crafts', '潍坊，扎风筝，也扎灯。', 'Weifang: kites, and lanterns too.'],
  ['地铁口花店', 'Flowers at the Exit', 'quiet', 'home', '剩下的花怎么养。', 'What to do with what is left.'],
  ['长跑的鱼', 'A Fish Runs', 'traveller', 'outdoor clothing', '半马 2:08，慢但快乐。', 'Half marathon in 2:08, slow and happy.'],
  ['泡面加蛋', 'Noodles with Egg', 'student', 'snacks digital', '大二，夜猫子。', 'Second year, night owl.'],
  ['白大褂下班', 'Coat Off', 'tester', 'beauty snacks', '护士，说话直。', 'A nurse, plain-spoken.'],
  ['竹林七弦', 'Bamboo Strings', 'quiet', 'crafts digital', '弹琴的人选音箱。', 'A musician choosing speakers.'],
  ['外公的菜园', 'Grandpa’s Plot', 'farmer', 'fresh', '两分地，七种菜。', 'A small plot, seven vegetables.'],
  ['橘猫十四斤', 'Seven Kilos', 'joker', 'pets', '在减了，别催。', 'On a diet. Do not push.'],
  ['小鹿长高了', 'Little Deer', 'parent', 'baby clothing', '三岁半，最近爱说不。', 'Three and a half, fond of no.'],
  ['旧物新用', 'Old Things Again', 'maker', 'home crafts', '不扔，改。', 'Alter, do not throw.'],
  ['高原红', 'Highland Red', 'traveller', 'beauty outdoor', '拉萨，紫外线很认真。', 'Lhasa, where the sun is serious.'],
  ['会计不加班', 'No Overtime', 'worker', 'digital books', '这是愿望，不是事实。', 'A wish, not a fact.'],
  ['菜场观察', 'Market Watch', 'elder', 'fresh kitchen', '每天七点，固定三家。', 'Seven every day, the same three stalls.'],
  ['奶茶自由', 'Free Bubble Tea', 'student', 'snacks', '自己煮，一杯四块二。', 'Home-made, 4.2 yuan a cup.'],
  ['阿肥与阿瘦', 'Fat and Thin', 'joker', 'pets', '两只猫，一个饭量。', 'Two cats, one appetite.'],
  ['纸上旅行', 'Travel on Paper', 'quiet', 'books', '去不了的地方先读。', 'Read it before going, or instead.'],
  ['窗外有山', 'Hills Outside', 'traveller', 'outdoor home', '辞职第 100 天。', 'A hundred days since I resigned.'],
  ['三餐四季', 'Three Meals, Four Seasons', 'parent', 'kitchen fresh', '给家里人做饭的第十年。', 'Tenth year of cooking for the family.'],
  ['耳机线打结', 'Tangled Cable', 'student', 'digital', '还在用有线的人。', 'Still on a cable.'],
  ['慢递邮局', 'Slow Post', 'quiet', 'books crafts', '写信的人越来越少，我补一点。', 'Fewer people write letters, so I write some more.'],
  ['油画系毕业', 'Painted Degree', 'maker', 'crafts home', '画不出来的时候做陶。', 'When painting fails, I make pots.'],
  ['夜跑打卡', 'Night Runs', 'worker', 'outdoor', '下班九点，跑到十点。', 'Off at nine, running till ten.'],
  ['宝妈减负', 'Lighter Mothers', 'parent', 'baby home', '少买一半，够用。', 'Half as much is enough.'],
  ['江南老饕', 'Jiangnan Palate', 'elder', 'snacks kitchen', '时令最要紧。', 'The season matters.'],
  ['小店店员', 'Shop Assistant', 'worker', 'beauty', '站柜台第四年。', 'Fourth year behind the counter.'],
  ['破洞牛仔', 'Ripped Jeans', 'student', 'clothing', '自己剪的洞。', 'I cut the holes myself.'],
  ['巷口修表', 'Watches Mended', 'maker', 'digital crafts', '机械的、电子的，都修。', 'Clockwork or chip, both mended.'],
  ['土豆发芽', 'Sprouting', 'joker', 'fresh kitchen', '种了，没长，再种。', 'Planted, nothing, planted again.'],
  ['云南小厨', 'Yunnan Table', 'farmer', 'kitchen fresh', '菌子季不接电话。', 'No calls in mushroom season.'],
  ['一页书签', 'One Bookmark', 'quiet', 'books', '只推读完的。', 'Only what I finished.'],
  ['棉花糖兔', 'Cotton Rabbit', 'quiet', 'pets', '两只垂耳兔的家。', 'Home of two lop-eared rabbits.'],
  ['打包去海边', 'Packed for the Sea', 'traveller', 'clothing outdoor', '三天两夜，一个包。', 'Three days, one bag.'],
  ['敏感皮日记', 'Sensitive Diary', 'tester', 'beauty', '红得快，记得细。', 'Quick to redden, careful to note.'],
  ['隔壁李叔', 'Uncle Li Next Door', 'elder', 'home outdoor', '退休电工，免费答疑。', 'A retired electrician, answers free.'],
  ['小县城青年', 'Small-Town Youth', 'worker', 'digital clothing', '回县城第二年。', 'Second year back in the county.'],
  ['烤箱冒烟了', 'Smoking Oven', 'joker', 'kitchen', '消防没来，谢谢。', 'The fire brigade did not come. Thanks.'],
  ['幼师小禾', 'He Teaches', 'parent', 'baby books', '一个班二十六个。', 'Twenty-six in a class.'],
  ['收纳有瘾', 'Box Addict', 'tester', 'home', '量完再买。', 'Measure, then buy.'],
]

const sketches = (tier: Tier, lines: readonly Line[]): CreatorSketch[] =>
  lines.map(([zh, en, voice, fields, zhBio, enBio]) => ({
    name: l(zh, en), bio: l(zhBio, enBio), tier, voice, fields: fields.split(' ') as CategoryId[],
  }))

export const CREATORS: readonly CreatorSketch[] = [
  ...sketches('head', HEAD), ...sketches('shoulder', SHOULDER), ...sketches('waist', WAIST), ...sketches('tail', TAIL),
]

/** 厨房里的阿宽, the waist-tier kitchen creator of the demo. */
export const DEMO_CREATOR = HEAD.length + SHOULDER.length

export const AGENCIES: readonly { name: Localized; splitBps: number }[] = [
  { name: l('南风内容', 'Southwind Content'), splitBps: 3000 },
  { name: l('半山工作室', 'Halfway Studio'), splitBps: 2000 },
]
