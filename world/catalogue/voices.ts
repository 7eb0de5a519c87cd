// How ten kinds of people talk on camera. A content is a scene of its goods (goods/*.ts) said in its author's voice: sometimes under
// the scene's own title, sometimes under one of these, always with a last line that only this person would say.
import type { Localized } from '#kernel/text'
import { l } from './archetype.ts'

export type Voice = { titles: readonly Localized[]; closings: readonly Localized[] }

/** `{}` is the goods. */
export const VOICES = {
  tester: {
    titles: [
      l('{}，用满三周再说', '{}: after three full weeks'),
      l('{}到底差在哪', '{}: where the difference is'),
      l('替你测了{}', '{}, measured for you'),
      l('{}的三个缺点', '{}: three faults'),
      l('先说结论：{}', '{}: the verdict first'),
    ],
    closings: [
      l('数据在评论区，工具是我自己买的。', 'The numbers are in the comments; I paid for the tools.'),
      l('缺点我也说了，别急着买。', 'I have named the faults. Take your time.'),
      l('有不同结果的，欢迎打我脸。', 'If yours came out differently, correct me.'),
      l('三个月以后我再来更新。', 'I will be back in three months.'),
      l('不合适就别买，合适再看。', 'If it does not suit you, leave it.'),
    ],
  },
  parent: {
    titles: [
      l('带娃用了两个月的{}', '{}: two months with children'),
      l('给孩子挑{}，我看这三点', '{}: three things I look at'),
      l('家里换了{}', '{}: new at home'),
      l('早上七点半的{}', '{} at half past seven'),
    ],
    closings: [
      l('娃在叫我，先到这。', 'I am being called. That is all for now.'),
      l('每家不一样，你看着来。', 'Every home is different. See what fits.'),
      l('累的时候，省一分钟也是好的。', 'When you are tired, one minute saved is good.'),
      l('另一个妈妈教我的，传给你。', 'Another mother taught me. I pass it on.'),
    ],
  },
  student: {
    titles: [
      l('月底也买得起的{}', '{} for the end of the month'),
      l('宿舍里的{}', '{} in the dorm'),
      l('自习室带{}', '{} in the reading room'),
      l('室友都来问的{}', '{}: the whole room asked'),
    ],
    closings: [
      l('预算写在第二张图。', 'The budget is on the second picture.'),
      l('省下来的钱够吃两顿食堂。', 'What I saved is two canteen meals.'),
      l('室友已下单，我没有提成。', 'My flatmate has ordered. I get nothing.'),
      l('快熄灯了，拜拜。', 'Lights out soon. Bye.'),
    ],
  },
  worker: {
    titles: [
      l('下班路上说说{}', '{}, on the way home'),
      l('{}救了我的周一', '{}: it saved my Monday'),
      l('工位上的{}', '{} at my desk'),
      l('{}，通勤党的意见', '{}: a commuter’s view'),
      l('租房三年，{}留下了', '{}: kept after three years of renting'),
    ],
    closings: [
      l('地铁到站了，下次聊。', 'My stop. Next time.'),
      l('老板没看见这条。', 'The boss has not seen this.'),
      l('花自己的钱，买自己的松快。', 'My money, my ease.'),
      l('加班的人，对自己好一点。', 'If you are working late, be kind to yourself.'),
    ],
  },
  elder: {
    titles: [
      l('老辈人怎么挑{}', '{}: how we used to choose'),
      l('{}，我用了半辈子', '{}: half a lifetime of them'),
      l('孙子给买的{}', '{}, from my grandson'),
      l('说两句{}', 'A word on {}'),
    ],
    closings: [
      l('东西是拿来用的，别供着。', 'Things are for using, not for show.'),
      l('慢慢来，不着急。', 'Slowly. There is no hurry.'),
      l('你们年轻人自己拿主意。', 'You young ones decide for yourselves.'),
      l('字打得慢，回复晚了别怪我。', 'I type slowly; forgive a late answer.'),
    ],
  },
  maker: {
    titles: [
      l('一只{}要做多久', '{}: how long one takes'),
      l('做坏的{}也给你看', '{}: the failures too'),
      l('{}的手感从哪来', '{}: where the feel comes from'),
      l('今天做{}', '{}, made today'),
    ],
    closings: [
      l('手上有胶，打字慢。', 'Glue on my fingers; typing slowly.'),
      l('做得少，卖完要等。', 'I make few. When they are gone, you wait.'),
      l('坏了寄来，我修。', 'If it breaks, send it. I mend.'),
      l('声音没有消噪，就是这样的。', 'No noise removed. That is how it sounds.'),
    ],
  },
  farmer: {
    titles: [
      l('地里刚回来，说说{}', '{}, straight from the field'),
      l('今年的{}怎么样', '{}: how this year is'),
      l('{}别急着买', '{}: no hurry'),
      l('种的人怎么挑{}', '{}: how a grower chooses'),
    ],
    closings: [
      l('天说了算，我们只是跟着。', 'The weather decides; we follow.'),
      l('坏的拍照来，赔。', 'Bad one? A picture, and we pay.'),
      l('卖完就没了，明年再来。', 'When it is gone, it is next year.'),
      l('信号不好，上传了三次。', 'Poor signal: uploaded at the third try.'),
    ],
  },
  quiet: {
    titles: [
      l('{}，和一个普通的晚上', '{}, and an ordinary evening'),
      l('一个人的{}', '{} for one'),
      l('窗边的{}', '{} by the window'),
      l('慢慢用旧的{}', '{}, growing old slowly'),
    ],
    closings: [
      l('没有背景音乐，开一点声音。', 'No music. Turn it up a little.'),
      l('就这样，晚安。', 'That is all. Good night.'),
      l('日子不用很好，顺手就好。', 'Days need not be grand, only easy.'),
      l('茶凉了，我去续一点。', 'The tea is cold. I will fill it up.'),
      l('你那边下雨了吗？', 'Is it raining where you are?'),
    ],
  },
  joker: {
    titles: [
      l('{}翻车现场', '{}: the scene of the accident'),
      l('我为{}失去了尊严', '{} cost me my dignity'),
      l('{}：家庭会议纪要', '{}: minutes of a family meeting'),
      l('不要给我妈看到{}', '{}: do not show my mother'),
    ],
    closings: [
      l('本条没有演员，只有受害者。', 'No actors here, only victims.'),
      l('点赞到一百我再翻一次车。', 'A hundred likes and I fail again.'),
      l('家属已谅解。', 'The family has forgiven me.'),
      l('评论区请文明围观。', 'Please watch politely in the comments.'),
    ],
  },
  traveller: {
    titles: [
      l('背着{}走了七天', '{}: seven days on my back'),
      l('行李只剩 8 公斤，{}还在', '{}: still in an eight-kilo bag'),
      l('海拔 4200 的{}', '{} at 4,200 metres'),
      l('下一站，带上{}', '{} for the next stop'),
    ],
    closings: [
      l('垃圾带下山，照片留着。', 'Rubbish down the hill, pictures kept.'),
      l('车要开了，信号给你们了。', 'The bus is leaving; this is the last of the signal.'),
      l('路上见。', 'See you on the road.'),
      l('天气预报不准，带件外套。', 'Forecasts lie. Take a jacket.'),
    ],
  },
} as const satisfies Record<string, Voice>

export type VoiceId = keyof typeof VOICES
