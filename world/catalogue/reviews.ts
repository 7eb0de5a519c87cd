// What buyers write afterwards: two hundred honest ones, two to five stars, and what shops answer. A person writes in one language,
// so each line exists in both and one is taken.
import type { Localized } from '#kernel/text'
import { l, type CategoryId } from './archetype.ts'

export type Verdict = { stars: 2 | 3 | 4 | 5; text: Localized }

const v = (stars: 2 | 3 | 4 | 5, zh: string, en: string): Verdict => ({ stars, text: l(zh, en) })

/** Fit anything. */
export const ANY: readonly Verdict[] = [
  v(5, '和视频里一样，没有落差。', 'As in the video, no let-down.'), v(5, '本来没想买，刷到了，用了一周，离不开了。', 'I was not looking for it. A week later I would not be without it.'),
  v(5, '第二次买了，送朋友。', 'Second time, for a friend.'), v(5, '包装很用心，没有多余的塑料。', 'Packed with care and without needless plastic.'), v(5, '客服说话像真人，问什么答什么。', 'Support answers like a person, and answers the question.'),
  v(5, '比我想的小一点，但是刚好。', 'A little smaller than I pictured, and just right.'), v(5, '妈妈看见了也要一个。', 'My mother saw it and wants one.'), v(5, '发货快，第三天就到了。', 'Quick: here on the third day.'),
  v(5, '用了半个月才来评，没毛病。', 'Half a month before I wrote this. No fault.'), v(5, '细节都对，看得出做的人自己在用。', 'The details are right. Whoever makes it uses it.'), v(5, '朋友来家里问链接，问了三个。', 'Three visitors have asked where it is from.'),
  v(5, '价格比实体店实在。', 'An honester price than the shop round the corner.'), v(5, '说明书写得明白，不用猜。', 'The leaflet is clear; no guessing.'), v(5, '颜色和图上一样。', 'The colour is the one in the picture.'),
  v(5, '不惊艳，但每天都在用。', 'Not dazzling, but in use every day.'), v(5, '退过一次别家的，这家留下了。', 'I sent another shop’s back. This one stays.'),
  v(4, '东西好，快递盒瘪了一角。', 'Good thing, dented box.'), v(4, '整体满意，少一分是因为等了五天。', 'Satisfied; one star off for the five days.'), v(4, '比图片深一个色号，也能接受。', 'One shade darker than the picture. Acceptable.'),
  v(4, '好用，说明书字太小。', 'Works well; the print in the leaflet is tiny.'), v(4, '九成符合预期。', 'Nine tenths of what I expected.'), v(4, '性价比不错，做工还能再细一点。', 'Good value; the finish could be finer.'),
  v(4, '用着挺好，味道散了两天。', 'Fine in use; the smell took two days to go.'), v(4, '家人喜欢，我自己觉得一般般。', 'The family likes it; I am neutral.'), v(4, '第一次有点不会用，第二次就好了。', 'Puzzling the first time, fine the second.'),
  v(4, '好是好，就是常常缺货。', 'Good, but often sold out.'), v(4, '比预想轻，其他都对。', 'Lighter than expected; otherwise right.'), v(4, '送的小样挺贴心，本体正常水平。', 'The free sample was kind; the thing itself is decent.'),
  v(3, '中规中矩，没有视频里那么神。', 'Ordinary. Not the wonder of the video.'), v(3, '能用，细节粗糙了点。', 'Usable, a little rough.'), v(3, '发货慢了四天，东西还可以。', 'Four days late; the thing is all right.'),
  v(3, '换过一次，第二个好些。', 'Exchanged once; the second is better.'), v(3, '可能是我期望高了。', 'Perhaps I expected too much.'), v(3, '图片滤镜重，实物偏暗。', 'The pictures are brightened; the real one is duller.'),
  v(3, '价格刚买完就降了五块，价保退了差价。', 'It fell by five yuan the next day; the difference came back.'), v(3, '不算好也不算坏，先用着。', 'Neither good nor bad. I will keep using it.'),
  v(5, '客厅、办公室各一个，第三个在路上。', 'One at home, one at work, the third on its way.'), v(5, '孩子自己会用，不用教。', 'The child can use it, nobody had to explain.'), v(5, '没有刺鼻的味道，拆开就能用。', 'No smell; out of the box and into use.'),
  v(5, '卖家附了一张手写的小卡片，字很好看。', 'There was a handwritten card in it, in a fine hand.'), v(5, '下雨天到的，外面湿了，里面是干的。', 'It came in the rain: wet outside, dry inside.'), v(5, '搬了一次家，它还在。', 'I moved house and it came along.'),
  v(5, '比我贵三倍的那个，放柜子里了。', 'The one that cost three times as much is in a cupboard now.'), v(5, '给爸妈买的，他们说“还行”，这话不常听到。', 'For my parents. They said “all right”, which from them is a lot.'),
  v(4, '颜色有一点点色差，问了客服，说是光线。', 'A slight difference in colour; the light, says support.'), v(4, '第一件有小瑕疵，换的这件没有。', 'The first had a small flaw, this one has not.'), v(4, '功能够用，外观再克制一点就好了。', 'It does what it should; a quieter look would be better.'),
  v(4, '周五下单，周二到，中间没更新物流。', 'Ordered on Friday, here on Tuesday, no news in between.'), v(4, '先用一阵再说，暂时四星。', 'Four stars for now; I will see.'), v(4, '老公说不值，但他每天都在用。', 'My husband says it is not worth it. He uses it every day.'),
  v(3, '包装有点过度，拆了十分钟。', 'Too much packing; ten minutes to open.'), v(3, '说明书只有中文，朋友看不懂。', 'The leaflet is in Chinese only; my friend could not read it.'), v(3, '和上一批比，料子薄了一点。', 'Thinner than the last batch.'),
  v(3, '图上三件，实际一件，标题没写清楚。', 'Three in the picture, one in the box. The title could be clearer.'), v(2, '等了八天，联系两次才发。', 'Eight days, and two messages before it left.'), v(2, '少了一个配件，补寄又等了一周。', 'A part was missing; another week for it.'),
  v(2, '到手有划痕，补了券，还是有点失望。', 'Scratched on arrival. They sent a coupon; still a pity.'), v(2, '和描述的尺寸差了一截。', 'Not the size it says.'), v(2, '用了三天就出问题，客服处理得还算快。', 'A fault on day three; support was quick at least.'),
  v(2, '不适合我，退了，退款倒是利索。', 'Not for me. Returned; the refund was prompt.'), v(2, '味道一直散不掉。', 'The smell will not go.'),
]

export const BY_CATEGORY: Record<CategoryId, readonly Verdict[]> = {
  clothing: [
    v(5, '160/50 穿 M，肩刚好，袖子不长。', '160 cm, 50 kg, M: shoulders right, sleeves not long.'), v(5, '洗了三次没缩没掉色。', 'Three washes: no shrinking, no fading.'), v(5, '料子垂，走路有风。', 'It drapes, and moves when I walk.'),
    v(5, '口袋是真的，爱了。', 'The pockets are real. Love it.'), v(4, '版型好，线头剪了五根。', 'Good cut; five loose threads.'), v(4, '偏大半码，里面加件毛衣刚好。', 'Half a size large; with a sweater it fits.'),
    v(4, '静电有一点，冬天注意。', 'Some static in winter.'), v(3, '颜色比图上灰。', 'Greyer than the picture.'), v(3, '腰线对我来说太高了。', 'The waist is too high for me.'), v(2, '尺码表不准，退了换大一号。', 'The size chart is off; exchanged for one up.'),
    v(2, '透，浅色要穿打底。', 'See-through; the light one needs a slip.'), v(5, '鞋底软，站一天脚跟不疼。', 'Soft sole; heels fine after a day standing.'), v(4, '围巾不扎，就是有点掉毛。', 'The scarf does not itch, but sheds a little.'),
  ],
  beauty: [
    v(5, '敏感皮，没红没痒。', 'Sensitive skin: no redness, no itch.'), v(5, '空瓶三次了。', 'My third empty bottle.'), v(5, '味道很淡，办公室不尴尬。', 'A faint scent, fine for the office.'), v(4, '滋润够，夏天会有点油。', 'Rich enough; a bit oily in summer.'),
    v(4, '颜色日常，持久一般。', 'An everyday colour, average lasting.'), v(4, '泵头有点紧。', 'The pump is stiff.'), v(3, '没什么感觉，可能要再用一个月。', 'No difference yet; perhaps another month.'), v(3, '色号偏黄，选浅一号。', 'Runs yellow; take one lighter.'),
    v(2, '用了下巴闷痘，停了。', 'Spots on my chin; stopped.'), v(5, '小样先试再拆，这点很好。', 'Sample first, then the bottle: well done.'), v(4, '洗完不涩，香味第二天就没了。', 'Not dry after washing; the scent is gone next day.'),
  ],
  snacks: [
    v(5, '一包刚好，不会吃多。', 'One sachet is just enough.'), v(5, '我爸说像小时候供销社的味道。', 'Dad says it tastes of the old co-op.'), v(5, '茶香第三泡出来，比店里的实在。', 'The scent comes at the third pour. Better than the shop’s.'), v(5, '辣得过瘾，配料包真的有料。', 'Properly hot, and the sauce has things in it.'),
    v(4, '好吃，就是贵了点。', 'Tasty, a bit dear.'), v(4, '有两片碎了，味道没问题。', 'Two were broken; the taste is fine.'), v(4, '甜度刚好，孩子嫌不够甜。', 'Just sweet enough; the children disagree.'), v(3, '坚果新鲜，果干偏多。', 'Fresh nuts, too much dried fruit.'),
    v(3, '面不错，蔬菜包聊胜于无。', 'Good noodles, token vegetables.'), v(2, '保质期只剩三个月了，介意。', 'Only three months left on the date. I mind.'), v(5, '办公室抽屉常备。', 'Always in my drawer.'),
  ],
  fresh: [
    v(5, '坏了一个，拍照五分钟就赔了。', 'One bad, a picture, paid in five minutes.'), v(5, '丑是真丑，甜也是真甜。', 'Ugly indeed, and sweet indeed.'), v(5, '米饭揭锅那一下，孩子都跑来了。', 'When the lid came off, the children came running.'), v(5, '鸡蛋一个没碎，日期是前天的。', 'Not one egg broken; dated the day before yesterday.'),
    v(4, '个头不匀，味道好。', 'Uneven sizes, good taste.'), v(4, '两个软了，其余很新鲜。', 'Two were soft, the rest fresh.'), v(4, '比超市贵，比超市香。', 'Dearer than the supermarket, and more fragrant.'), v(3, '这批水分少一点，可能天旱。', 'A little dry this time; perhaps the weather.'),
    v(3, '路上捂了两天，闷熟了。', 'Two days on the road ripened it too far.'), v(2, '坏了三分之一，赔是赔了，吃的心情没了。', 'A third was bad. Paid for, but the mood is gone.'), v(5, '结晶了，问了说正常，温水一放就化。', 'It had set. They said that is normal, and warm water melted it.'),
  ],
  home: [
    v(5, '睡了半个月，脖子不僵了。', 'Half a month, and my neck is not stiff.'), v(5, '灯光暖，照着很安静。', 'A warm light, and a quiet one.'), v(5, '床底刚好塞三个。', 'Three fit exactly under the bed.'), v(5, '吸水是真的，一条够全身。', 'It really drinks; one is enough.'),
    v(4, '味道两天散完。', 'The smell was gone in two days.'), v(4, '花瓶底有一点不平，垫了纸。', 'The vase wobbled a little; a folded paper fixed it.'), v(4, '香味淡，小房间够。', 'A faint scent, enough for a small room.'), v(3, '枕头对我偏高，拆了一层。', 'Too high for me; I took a layer out.'),
    v(3, '盖子要用点力才扣得上。', 'The lid needs a push.'), v(2, '到的时候底裂了，补发了一个。', 'Cracked at the base; they sent another.'), v(4, '毛巾第一次洗掉毛，之后好了。', 'Shed at the first wash, fine since.'),
  ],
  kitchen: [
    v(5, '出差带了三趟，再没用过酒店的壶。', 'Three trips, and I have not touched a hotel kettle since.'), v(5, '折起来真的只有五厘米。', 'It really folds to five centimetres.'), v(5, '煎蛋滑得停不下来。', 'Eggs will not stop sliding.'), v(5, '早上灌的水，晚上还烫嘴。', 'Filled in the morning, hot at night.'),
    v(5, '断水利落，不滴桌。', 'A clean pour, no drips.'), v(4, '烧开大概五分半，比写的慢一点。', 'Five and a half minutes, a little slower than stated.'), v(4, '好用，线短了点。', 'Good; the cable is short.'), v(4, '锅重，手腕要有力气。', 'A heavy pan; you need wrists.'),
    v(3, '硅胶味散了三次水才没。', 'Three boils before the silicone smell went.'), v(3, '空气炸锅声音比我想的大。', 'The fryer is louder than I thought.'), v(2, '盖子卡扣第二周松了，给换了新的。', 'The clip loosened in week two; replaced.'), v(5, '一个人住，0.4 升够用。', 'Living alone, 0.4 l is enough.'),
  ],
  baby: [
    v(5, '娃肯用了，谢天谢地。', 'He takes it. Thank heaven.'), v(5, '洗起来方便，四个件。', 'Easy to wash: four parts.'), v(5, '一晚没漏。', 'A night without a leak.'), v(5, '木头磨得很滑，没有毛刺。', 'Smooth wood, no splinters.'),
    v(4, '刻度清楚，奶嘴流量偏大。', 'Clear marks; the teat flows fast.'), v(4, '熊比图上胖，更好抱了。', 'Fatter than pictured; better to hug.'), v(4, '积木少一块，补寄了。', 'One block missing; sent later.'), v(3, '腰围偏小，大一码合适。', 'Tight at the waist; one size up.'),
    v(3, '孩子三分钟热度。', 'Three minutes of interest.'), v(2, '吸管有点漏，退了。', 'The straw leaks; returned.'), v(5, '老二接着用，结实。', 'The second one uses it now. Sturdy.'),
  ],
  pets: [
    v(5, '主子第一晚就睡进去了。', 'Her Majesty slept in it the first night.'), v(5, '换粮七天表有用，没拉肚子。', 'The seven-day plan works; no upset.'), v(5, '放床头听不见。', 'Beside the bed, and silent.'), v(5, '比格拆不动，我服。', 'The beagle cannot kill it. Respect.'),
    v(4, '安装图第三步不清楚。', 'Step three of the plan is unclear.'), v(4, '猫更爱箱子。', 'The cat prefers the box.'), v(4, '碗沉，推不动，满意。', 'Heavy, cannot be pushed. Pleased.'), v(3, '滤芯消耗快。', 'It eats filters.'),
    v(3, '我家的不吃，邻居家的抢着吃。', 'Mine refuses; the neighbour’s fights for it.'), v(2, '剑麻两周就松了，补了一卷。', 'The sisal loosened in two weeks; they sent a roll.'), v(5, '黑下巴好了，一个月。', 'The chin is clean after a month.'),
  ],
  outdoor: [
    v(5, '下了一夜雨，里面是干的。', 'Rain all night, dry inside.'), v(5, '坐了五个小时屁股不疼。', 'Five hours, and nothing hurts.'), v(5, '下山膝盖第一次没抗议。', 'Downhill, and for once my knees did not protest.'), v(4, '收纳袋大一号真好，塞得回去。', 'The larger bag is a blessing: it goes back in.'),
    v(4, '地钉细了，沙地不行。', 'Thin pegs, no good in sand.'), v(4, '背负好，颜色容易脏。', 'Carries well, shows dirt.'), v(4, '灯的充电口有点紧。', 'The charging port is tight.'), v(3, '比标称重了 200 克。', '200 g heavier than stated.'),
    v(3, '水壶有点塑料味，泡茶水去掉了。', 'A taste of plastic; tea took it away.'), v(2, '拉链卡布，换了一个。', 'The zip catches; exchanged.'), v(5, '两天一夜，背着没觉得。', 'Two days, one night, hardly felt it.'),
  ],
  digital: [
    v(5, '地铁上终于能听播客了。', 'At last, podcasts on the metro.'), v(5, '室友没再抱怨打字声。', 'The flatmate has stopped complaining.'), v(5, '实测能充手机一次半。', 'One and a half charges, measured.'), v(5, '爸爸每天晚上汇报步数。', 'Dad reports his steps every night.'),
    v(4, '低音够，人声偏后。', 'Enough bass, voices a little behind.'), v(4, '戴三小时耳朵有点热。', 'Warm ears after three hours.'), v(4, 'App 做得一般，硬件没话说。', 'Average app, fine hardware.'), v(3, '睡眠时间记多了半小时。', 'It adds half an hour of sleep.'),
    v(3, '左右声道延迟一点点。', 'A slight lag between the sides.'), v(2, '右耳断连，换货后正常。', 'The right bud dropped out; fine after exchange.'), v(5, '旋钮手感，值一半的钱。', 'The knob alone is half the price.'),
  ],
  books: [
    v(5, '摊得平，终于不用压着看。', 'It lies flat; no more holding it down.'), v(5, '书签是手写的，收着了。', 'The bookmark is handwritten. Kept.'), v(5, '第 86 遍，她还要听。', 'The eighty-sixth time, and she asks again.'), v(5, '照着做成功了，克数是准的。', 'It worked; the grams are right.'),
    v(4, '纸好，封面容易沾指纹。', 'Good paper; the cover takes fingerprints.'), v(4, '故事慢热，第三章以后停不下来。', 'Slow start, unstoppable after chapter three.'), v(4, '盒子压了一角，书没事。', 'A corner of the case is dented; the books are fine.'), v(3, '字小了点。', 'The type is small.'),
    v(3, '译名前后不统一。', 'Names are not spelt alike throughout.'), v(2, '有四页印重影，换了一本。', 'Four pages printed double; exchanged.'), v(5, '钢笔不洇，六种墨水试过。', 'Six inks, no bleeding.'),
  ],
  crafts: [
    v(5, '杯底有指纹，像有人在。', 'A fingerprint in the foot, as if somebody were there.'), v(5, '刻的字很小很好看。', 'The letters are small and lovely.'), v(5, '等了十二天，值。', 'Twelve days of waiting, worth it.'), v(5, '雨打在纸上的声音，买的就是这个。', 'The sound of rain on paper is what I bought.'),
    v(4, '手工的，有点歪，接受。', 'Handmade, a little crooked, accepted.'), v(4, '戒指会变黑，按说的擦就好。', 'The ring darkens; wiping works.'), v(4, '梳子有木头味，喜欢的喜欢。', 'The comb smells of wood, if you like that.'), v(3, '釉色和图差挺多，说是窑变。', 'Quite another glaze than pictured; the kiln, they say.'),
    v(3, '材料包针细了点，换了自己的。', 'The needle was thin; I used mine.'), v(2, '路上碎了，补寄又等了十天。', 'Broken on the way; ten more days for another.'), v(5, '妈妈绣了三个晚上，没刷手机。', 'Mum stitched for three evenings without her phone.'),
  ],
}

export const SHOP_REPLIES: readonly Localized[] = [
  l('谢谢你写这么细，我们念给车间听了。', 'Thank you for the detail; we read it out in the workshop.'), l('收到，这一点下一批就改。', 'Noted. The next batch will have it.'), l('不好意思让你等了，已经换了快递。', 'Sorry for the wait; we have changed the courier.'),
  l('坏的请直接拍照给客服，当天补。', 'Please send support a picture; we replace it the same day.'), l('你提的尺寸问题是对的，详情页已经改了。', 'You are right about the size; the page is corrected.'), l('谢谢，好好用它。', 'Thank you. Enjoy using it.'),
  l('期望没满足，抱歉。七天内退货运费我们出。', 'Sorry it fell short. Return it within seven days, freight on us.'), l('替我们谢谢你妈妈。', 'Please thank your mother from us.'),
]
