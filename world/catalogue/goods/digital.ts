// Digital 数码: figures first, then whether anybody needs them.
import { edition, fact, l, option, scene, type Archetype } from '../archetype.ts'

export const digital: Archetype[] = [
  {
    id: 'headphones', categoryId: 'digital', noun: l('头戴耳机', 'headphones'), priceYuan: [149, 599], returns: 1,
    tags: ['music', 'focus', 'commute', 'quiet'], colours: true, options: [],
    editions: [
      edition('主动降噪', 'Noise-cancelling', 1.3, 'quiet'), edition('轻量', 'Light', 0.85, 'light'), edition('录音监听', 'Studio', 1.2), edition('儿童限音', 'Volume-limited kids', 0.6, 'family', 'safe'), edition('复古木耳壳', 'Wooden-cup', 1.4, 'retro'),
    ],
    tails: [l('四十小时续航', 'forty hours'), l('戴眼镜不夹', 'fine with glasses')],
    points: [
      l('夹力轻，戴眼镜两小时不疼', 'A light grip: two hours with glasses'), l('耳罩是扣式的，坏了自己换', 'Snap-on pads you can replace yourself'), l('没电插线也能听', 'Flat battery? It plays on a cable'),
    ],
    facts: [fact('续航', 'Battery', '约 40 小时', 'About 40 hours'), fact('重量', 'Weight', '236 克', '236 g')],
    scenes: [
      scene('地铁二号线，开和关', 'Line two, on and off', '左边原声右边降噪，戴耳机听这条。', 'Raw on the left, cancelled on the right. Wear headphones for this one.'),
      scene('开放办公室活下来了', 'Surviving the open office', '戴上等于挂了牌子：在想事情。', 'Wearing them is a sign: thinking.'),
      scene('戴眼镜三小时', 'Three hours with glasses', '太阳穴没有印，这是我的标准。', 'No mark at the temples. That is my test.'),
    ],
  },
  {
    id: 'earbuds', categoryId: 'digital', noun: l('无线耳机', 'earbuds'), priceYuan: [69, 299], returns: 1.1,
    tags: ['music', 'commute', 'gym', 'compact'], colours: true, options: [],
    editions: [
      edition('半入耳', 'Half in-ear', 0.9, 'light'), edition('深度降噪', 'Deep-cancelling', 1.4, 'quiet'), edition('挂耳运动', 'Ear-hook', 1.05, 'gym'), edition('夹耳开放', 'Open clip', 1.15), edition('学生', 'Student', 0.6, 'student', 'budget'),
    ],
    tails: [l('通话不喊', 'calls without shouting'), l('掉一只能补一只', 'buy a single bud')],
    points: [
      l('丢一只可以单买，不用重来', 'Lose one, buy one'), l('骑车打电话，对面说听得清', 'On a bicycle the other side hears you'), l('盒子能立着，放进牛仔裤表袋', 'The case stands, and fits a coin pocket'),
    ],
    facts: [fact('续航', 'Battery', '7 + 21 小时', '7 + 21 hours'), fact('防水', 'Water', 'IPX5', 'IPX5')],
    scenes: [
      scene('甩头测试', 'The head-shake test', '甩了二十下，颈椎响了，耳机没掉。', 'Twenty shakes. My neck cracked; the buds stayed.'),
      scene('便宜和贵差在哪', 'Where the money goes', '差在地铁上，不在卧室里。', 'You hear it on the metro, not in bed.'),
      scene('掉进洗衣机之后', 'After the washing machine', '晾三天，左边活了，右边补了一只。', 'Three days drying. The left lives, the right was bought singly.'),
    ],
  },
  {
    id: 'power-bank', categoryId: 'digital', noun: l('充电宝', 'power bank'), priceYuan: [69, 199], returns: 0.7,
    tags: ['travel', 'commute', 'portable', 'fast'], colours: true, options: [option('5000 毫安时', '5,000 mAh', 0.75), option('10000 毫安时', '10,000 mAh')],
    editions: [
      edition('自带线', 'Built-in-cable', 1.05, 'easy'), edition('磁吸', 'Magnetic', 1.25, 'compact'), edition('可登机', 'Flight-safe', 1, 'travel'), edition('口红小', 'Lipstick-size', 0.8, 'cute', 'light'), edition('户外', 'Rugged', 1.15, 'camping'),
    ],
    tails: [l('真能充两次', 'two real charges'), l('3C 认证可查', 'certified, look it up')],
    points: [
      l('额定容量印在正面，不玩虚标', 'The rated capacity is printed on the front'), l('边充边放有温控，摸着是温的', 'Thermally controlled: warm, not hot'), l('3C 编号在背面，可以自己查', 'The 3C number is on the back: check it'),
    ],
    facts: [fact('额定容量', 'Rated', '6000 毫安时', '6,000 mAh'), fact('输出', 'Output', '22.5 瓦', '22.5 W')],
    scenes: [
      scene('拿功率计测给你看', 'On the power meter', '标 22.5，测到 21.8，线损，诚实。', 'It says 22.5, I read 21.8. Cable loss. Honest.'),
      scene('安检会不会被拦', 'Will airport security stop it?', '三个机场过了，记得带字的那面朝上。', 'Three airports passed. Keep the printed side up.'),
      scene('一天外拍的电量', 'A shooting day', '手机两次，耳机一次，剩一格请路人的。', 'Phone twice, buds once, one bar for a stranger.'),
    ],
  },
  {
    id: 'keyboard', categoryId: 'digital', noun: l('键盘', 'keyboard'), priceYuan: [99, 399], returns: 0.9,
    tags: ['office', 'focus', 'quiet', 'self'], colours: true, options: [option('茶轴', 'Brown switch'), option('静音红轴', 'Silent red switch', 1.1)],
    editions: [
      edition('68键机械', '68-key mechanical', 1), edition('静音薄膜', 'Silent membrane', 0.6, 'quiet'), edition('客制化', 'Hot-swap', 1.4), edition('蓝牙三模', 'Three-mode wireless', 1.15), edition('奶油侧刻', 'Side-printed cream', 1.1, 'cute', 'minimal'),
    ],
    tails: [l('室友睡得着', 'the flatmate sleeps'), l('打字有回响', 'a fine sound')],
    points: [
      l('卫星轴润过，大键不响', 'Lubed stabilisers: the big keys do not rattle'), l('键帽是 PBT，一年不打油', 'PBT caps, no shine after a year'), l('三台设备一键切', 'One key between three devices'),
    ],
    facts: [fact('连接', 'Connects', '有线、蓝牙、2.4G', 'Cable, Bluetooth, 2.4 GHz'), fact('键帽', 'Caps', 'PBT', 'PBT')],
    scenes: [
      scene('打字音，开大声', 'The sound, turned up', '左茶右红，中间是我写的辞职信，没发。', 'Brown left, red right, and in between a resignation I never sent.'),
      scene('凌晨写稿不吵人', 'Writing at night, quietly', '室友发来一个大拇指，第二天。', 'The flatmate sent a thumbs-up. Next day.'),
      scene('桌面只留三样', 'Three things on the desk', '键盘、杯子、一张没付的账单。', 'Keyboard, cup, an unpaid bill.'),
    ],
  },
  {
    id: 'smart-watch', categoryId: 'digital', noun: l('智能手表', 'smart watch'), priceYuan: [169, 699], returns: 1.1,
    tags: ['gym', 'health', 'parents', 'sleep'], colours: true, options: [option('42 毫米', '42 mm', 0.95), option('46 毫米', '46 mm')],
    editions: [
      edition('长续航', 'Long-life', 1), edition('血氧睡眠', 'Sleep-tracking', 1.1, 'sleep'), edition('跑步', 'Running', 1.25, 'gym'), edition('长辈', 'Elder', 0.9, 'parents'), edition('轻薄方屏', 'Slim square', 0.85, 'minimal'),
    ],
    tails: [l('十四天一充', 'a charge a fortnight'), l('数据能导出', 'your data exports')],
    points: [
      l('睡眠数据可以导出成表格', 'Sleep data exports as a table'), l('户外定位 30 秒内', 'Outdoor fix within 30 seconds'), l('不是医疗器械，只作参考', 'Not a medical device: for reference only'),
    ],
    facts: [fact('续航', 'Battery', '约 14 天', 'About 14 days'), fact('防水', 'Water', '5 ATM', '5 ATM')],
    scenes: [
      scene('戴着睡了一个月', 'Asleep with it for a month', '平均六小时四十二分，我一直以为是七。', 'Six hours forty-two on average. I had thought seven.'),
      scene('给爸爸戴上第一周', 'Dad’s first week', '他每天晚上报步数，像小时候我报分数。', 'He reports his steps at night, as I used to report my marks.'),
      scene('和手机定位比一圈', 'Against the phone, one lap', '差十一米，弯道切得多了点。', 'Eleven metres out: it cut the corner.'),
    ],
  },
  {
    id: 'speaker', categoryId: 'digital', noun: l('蓝牙音箱', 'speaker'), priceYuan: [79, 399], returns: 0.8,
    tags: ['music', 'party', 'camping', 'cosy'], colours: true, options: [],
    editions: [
      edition('复古收音机', 'Radio-look', 1.15, 'retro'), edition('防水便携', 'Waterproof', 1, 'camping', 'portable'), edition('桌面木质', 'Wooden desktop', 1.3, 'premium'), edition('迷你', 'Mini', 0.6, 'compact', 'cute'), edition('低音', 'Bass', 1.2, 'party'),
    ],
    tails: [l('小房间够用', 'fills a small room'), l('能连两只', 'pairs with a second')],
    points: [
      l('音量到六成不破', 'Clean up to six tenths'), l('两只能配成左右声道', 'Two become left and right'), l('旋钮是机械的，转着舒服', 'A mechanical knob that turns well'),
    ],
    facts: [fact('续航', 'Battery', '约 12 小时', 'About 12 hours'), fact('防水', 'Water', 'IPX6', 'IPX6')],
    scenes: [
      scene('浴室开了一场演唱会', 'A concert in the bathroom', '观众一只猫，中途离场。', 'An audience of one cat, who left early.'),
      scene('放一首外婆的歌', 'A song of grandma’s', '她一听前奏就知道，跟着哼到第二段。', 'She knew it at once and hummed into the second verse.'),
      scene('四百和一千二差多少', 'Four hundred against twelve hundred', '盲听五个人，三个选了便宜的，我选错了。', 'Five listened blind, three chose the cheap one. I was wrong.'),
    ],
  },
]
