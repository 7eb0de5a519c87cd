// Who lives here: names, nicknames and places. Cities and districts are real; people, streets' numbers and telephones are not.
import type { Random } from '#kernel/random'
import type { Locale } from '#kernel/text'
import { pick } from '../draw.ts'

export type Home = { province: string; city: string; districts: readonly string[] }

const home = (province: string, city: string, districts: string): Home => ({
  province,
  city,
  districts: districts.split(' '),
})

export const HOMES: readonly Home[] = [
  home('北京', '北京市', '朝阳区 海淀区 丰台区 通州区'),
  home('上海', '上海市', '浦东新区 徐汇区 杨浦区 闵行区'),
  home('广东', '广州市', '天河区 海珠区 番禺区'),
  home('广东', '深圳市', '南山区 宝安区 龙岗区'),
  home('浙江', '杭州市', '西湖区 余杭区 滨江区'),
  home('四川', '成都市', '武侯区 锦江区 郫都区'),
  home('重庆', '重庆市', '渝北区 沙坪坝区 南岸区'),
  home('湖北', '武汉市', '洪山区 江岸区 汉阳区'),
  home('江苏', '南京市', '鼓楼区 江宁区'),
  home('江苏', '苏州市', '吴中区 工业园区'),
  home('陕西', '西安市', '雁塔区 碑林区'),
  home('湖南', '长沙市', '岳麓区 雨花区'),
  home('河南', '郑州市', '金水区 中原区'),
  home('山东', '济南市', '历下区 槐荫区'),
  home('山东', '青岛市', '市南区 崂山区'),
  home('天津', '天津市', '南开区 河西区'),
  home('辽宁', '沈阳市', '和平区 浑南区'),
  home('辽宁', '大连市', '中山区 甘井子区'),
  home('吉林', '长春市', '朝阳区 南关区'),
  home('黑龙江', '哈尔滨市', '南岗区 道里区'),
  home('福建', '福州市', '鼓楼区 仓山区'),
  home('福建', '厦门市', '思明区 集美区'),
  home('安徽', '合肥市', '蜀山区 包河区'),
  home('江西', '南昌市', '东湖区 红谷滩区'),
  home('广西', '南宁市', '青秀区 西乡塘区'),
  home('云南', '昆明市', '五华区 盘龙区'),
  home('贵州', '贵阳市', '南明区 观山湖区'),
  home('海南', '海口市', '龙华区 美兰区'),
  home('山西', '太原市', '小店区 迎泽区'),
  home('河北', '石家庄市', '长安区 裕华区'),
  home('内蒙古', '呼和浩特市', '赛罕区 新城区'),
  home('甘肃', '兰州市', '城关区 七里河区'),
  home('新疆', '乌鲁木齐市', '天山区 新市区'),
  home('宁夏', '银川市', '兴庆区 金凤区'),
  home('浙江', '宁波市', '鄞州区 海曙区'),
  home('江苏', '南通市', '崇川区 通州区'),
  home('湖北', '襄阳市', '樊城区 襄城区'),
  home('河南', '洛阳市', '洛龙区 涧西区'),
  home('四川', '绵阳市', '涪城区 游仙区'),
  home('江苏', '徐州市', '云龙区 泉山区'),
]

const STREETS =
  '文化路 解放路 建设街 人民路 春晓街 槐树巷 滨河路 学府路 和平里 梧桐街 望江路 长青路 桂花巷 南门口 钟楼街 新华路 松林路 青年路 竹园街 石板巷'.split(
    ' ',
  )
const ESTATES =
  '锦绣家园 翠苑小区 和风里 绿城花园 江畔名居 幸福里 梧桐苑 春江花园 老机械厂宿舍 学府新村 云栖里 东方花苑'.split(
    ' ',
  )

const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖'
const GIVEN = [
  '子涵 雨桐 浩然 思远 欣怡 俊杰 梦洁 晓峰 佳宁 志强 秀英 建国 春梅 海燕 文博 若曦 一诺 天佑 静怡 国栋 丽华 小军 晨曦 安琪 博文 雪琴 明辉 诗雅',
  '伟 芳 敏 静 磊 洋 艳 勇 杰 娟 涛 明 超 霞 平 刚 桂英 玉兰 嘉怡 宇航 梓萱 可欣 沐阳 书瑶 景行 望舒 知夏 听雪 向晚 予安',
]
  .join(' ')
  .split(' ')

const FIRST_NAMES =
  'Emma Liam Olivia Noah Ava Ethan Mia Lucas Chloe Mason Lily Owen Ella Jack Grace Leo Ruby Max Nora Theo Ivy Sam Hannah Ben Zoe Adam Clara Daniel Julia Simon'.split(
    ' ',
  )
const LAST_NAMES =
  'Walker Chen Novak Rossi Meyer Silva Park Tanaka Dubois Khan Olsen Brown Kim Costa Weber Lopez Singh Martin Wang Andersen Haddad Moreau Petrov Jensen'.split(
    ' ',
  )

const MOODS =
  '爱吃 想去 路过 半夜 攒钱 等一个 养了 错过 偷懒的 早起的 慢吞吞的 会做饭的 迷路的 周五的 不加糖的 下雨天的 住在六楼的 三分熟的 认真的 靠窗的 快乐的 爱喝 收集 喜欢 又见 追着 画一只 抱着 写给 听见'.split(
    ' ',
  )
const THINGS =
  '橘子 海边 柠檬 土豆 云朵 番茄 小满 三花猫 芝士 银杏 汽水 石榴 落日 芒果 小面 青团 麦穗 豆包 栗子 竹笋 月台 饺子 桂花 雪糕 糯米 山风 鲸鱼 橡皮 萤火虫 铅笔 枇杷 稻草人 柿子 晚风'.split(
    ' ',
  )
const PLAIN =
  '阿珍 小马 老高 大鹏 圆圆 晓晓 阿树 小舟 桃子 丸子 阿杰 小鱼 静静 大海 阿宁 果果 七七 小北 阿澄 乐乐 安安 木木 小禾 阿满 北北'.split(
    ' ',
  )
const ENGLISH_NICKNAMES =
  'quiet slow rainy sunny lazy early late tiny plain lucky salty sleepy curious window paper lemon maple river'.split(
    ' ',
  )
const ENGLISH_THINGS =
  'otter kettle sparrow walnut teapot comet pigeon noodle fern badger pebble lantern mango harbour cricket cactus biscuit'.split(
    ' ',
  )

const number = (random: Random, digits: number) => String(random.int(10 ** digits)).padStart(digits, '0')

export const personName = (random: Random, locale: Locale): string =>
  locale === 'zh'
    ? pick(random, [...SURNAMES]) + pick(random, GIVEN)
    : `${pick(random, FIRST_NAMES)} ${pick(random, LAST_NAMES)}`

export function nickname(random: Random, locale: Locale): string {
  if (locale === 'en') {
    const style = random.int(3)
    if (style === 0) return `${pick(random, FIRST_NAMES)} ${pick(random, LAST_NAMES)[0]}.`
    return pick(random, ENGLISH_NICKNAMES) + (style === 1 ? '-' : ' ') + pick(random, ENGLISH_THINGS)
  }
  const style = random.int(10)
  if (style < 5) return pick(random, MOODS) + pick(random, THINGS)
  if (style < 7)
    return (
      pick(random, PLAIN) +
      pick(random, ['', number(random, 2), '同学', '在路上', '不吃香菜', '的小日子', '呀'])
    )
  if (style < 9)
    return (
      pick(random, THINGS) +
      pick(random, ['汽水', '先生', '小姐', '酱', '很忙', '不困', '爱好者', '收藏家', number(random, 2)])
    )
  return pick(random, [...SURNAMES]) + pick(random, ['小姐', '先生', '老师', '阿姨', '同学', '师傅'])
}

/** A number of a form that telephones have; the block is one that is not in service. */
export const phone = (random: Random): string => `1990000${number(random, 4)}`

export function address(random: Random, name: string) {
  const at = pick(random, HOMES)
  return {
    name,
    phone: phone(random),
    province: at.province,
    city: at.city,
    district: pick(random, at.districts),
    detail: `${pick(random, STREETS)} ${1 + random.int(280)} 号 ${pick(random, ESTATES)} ${1 + random.int(24)} 栋 ${1 + random.int(18)}0${1 + random.int(4)} 室`,
    isDefault: true,
  }
}
