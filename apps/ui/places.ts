// Places as shops write them (浙江 · 义乌), for readers of English. Provinces, and the towns where goods of this kind are made;
// any other stays as it was written.
import type { Locale } from './words.ts'

const NAMES = new Map(
  `北京 Beijing,上海 Shanghai,天津 Tianjin,重庆 Chongqing,河北 Hebei,山西 Shanxi,内蒙古 Inner Mongolia,辽宁 Liaoning,吉林 Jilin,
黑龙江 Heilongjiang,江苏 Jiangsu,浙江 Zhejiang,安徽 Anhui,福建 Fujian,江西 Jiangxi,山东 Shandong,河南 Henan,湖北 Hubei,湖南 Hunan,
广东 Guangdong,广西 Guangxi,海南 Hainan,四川 Sichuan,贵州 Guizhou,云南 Yunnan,西藏 Tibet,陕西 Shaanxi,甘肃 Gansu,青海 Qinghai,
宁夏 Ningxia,新疆 Xinjiang,香港 Hong Kong,澳门 Macau,台湾 Taiwan,
安吉 Anji,安平 Anping,阿克苏 Aksu,百色 Baise,曹县 Caoxian,常州 Changzhou,成都 Chengdu,大理 Dali,丹东 Dandong,德化 Dehua,
东莞 Dongguan,东阳 Dongyang,凤凰 Fenghuang,佛山 Foshan,福州 Fuzhou,赣州 Ganzhou,高阳 Gaoyang,广州 Guangzhou,桂林 Guilin,
贵阳 Guiyang,哈尔滨 Harbin,海口 Haikou,汉中 Hanzhong,杭州 Hangzhou,合肥 Hefei,湖州 Huzhou,济南 Jinan,嘉兴 Jiaxing,金寨 Jinzhai,
金华 Jinhua,晋江 Jinjiang,景德镇 Jingdezhen,昆明 Kunming,兰州 Lanzhou,丽江 Lijiang,泸州 Luzhou,洛阳 Luoyang,漯河 Luohe,
南昌 Nanchang,南京 Nanjing,南宁 Nanning,南通 Nantong,宁波 Ningbo,盘锦 Panjin,平湖 Pinghu,莆田 Putian,青岛 Qingdao,泉州 Quanzhou,
汕头 Shantou,绍兴 Shaoxing,深圳 Shenzhen,沈阳 Shenyang,石家庄 Shijiazhuang,苏州 Suzhou,台州 Taizhou,太原 Taiyuan,温州 Wenzhou,
无锡 Wuxi,五常 Wuchang,武汉 Wuhan,武义 Wuyi,武夷山 Wuyishan,西安 Xi’an,西双版纳 Xishuangbanna,厦门 Xiamen,许昌 Xuchang,
烟台 Yantai,扬州 Yangzhou,宜兴 Yixing,义乌 Yiwu,永康 Yongkang,长春 Changchun,长沙 Changsha,昭通 Zhaotong,郑州 Zhengzhou,
中山 Zhongshan,珠海 Zhuhai,诸暨 Zhuji,秭归 Zigui,淄博 Zibo`
    .split(/,\s*/)
    .map((pair) => {
      const gap = pair.indexOf(' ')
      return [pair.slice(0, gap), pair.slice(gap + 1)] as const
    }),
)

/** 浙江 · 义乌 → Yiwu, Zhejiang; the smaller first, as English has it. */
export function formatPlace(place: string, locale: Locale): string {
  const parts = place.split(/\s*·\s*/)
  const known = parts.map((p) => NAMES.get(p.replace(/[省市]$/, '')))
  return locale === 'zh' || known.some((k) => k === undefined) ? place : known.toReversed().join(', ')
}
