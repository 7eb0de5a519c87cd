// The provinces that freight and warehouses are told apart by. People write them in several ways (浙江, 浙江省, Zhejiang Province);
// what is not recognised pays the shop’s usual rate and is served by whichever warehouse comes first.

/** Code, Chinese without suffix, English. */
const TABLE = `beijing 北京 Beijing,shanghai 上海 Shanghai,tianjin 天津 Tianjin,chongqing 重庆 Chongqing,hebei 河北 Hebei,shanxi 山西 Shanxi,
nei-mongol 内蒙古 Inner Mongolia,liaoning 辽宁 Liaoning,jilin 吉林 Jilin,heilongjiang 黑龙江 Heilongjiang,jiangsu 江苏 Jiangsu,
zhejiang 浙江 Zhejiang,anhui 安徽 Anhui,fujian 福建 Fujian,jiangxi 江西 Jiangxi,shandong 山东 Shandong,henan 河南 Henan,hubei 湖北 Hubei,
hunan 湖南 Hunan,guangdong 广东 Guangdong,guangxi 广西 Guangxi,hainan 海南 Hainan,sichuan 四川 Sichuan,guizhou 贵州 Guizhou,yunnan 云南 Yunnan,
xizang 西藏 Tibet,shaanxi 陕西 Shaanxi,gansu 甘肃 Gansu,qinghai 青海 Qinghai,ningxia 宁夏 Ningxia,xinjiang 新疆 Xinjiang,
hong-kong 香港 Hong Kong,macau 澳门 Macau,taiwan 台湾 Taiwan`

export type Province = { code: string; zh: string; en: string }

export const PROVINCES: readonly Province[] = TABLE.split(/,\s*/).map((row) => {
  const [code, zh, ...en] = row.split(' ')
  return { code: code!, zh: zh!, en: en.join(' ') }
})
export const PROVINCE_CODES = PROVINCES.map((p) => p.code) as [string, ...string[]]

/** The code of a province as people write it; null when it is none we know. */
export function provinceOf(written: string): string | null {
  const text = written.trim().toLowerCase()
  const found = PROVINCES.find(
    (p) => text.startsWith(p.zh) || text === p.code || text.startsWith(p.en.toLowerCase()),
  )
  return found?.code ?? null
}
