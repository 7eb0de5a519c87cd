// The colour card of the studio: swatches for products, backdrops behind them.
// Curated by hand so that any swatch on its own backdrop is calm; a model picks by name, never by hex.

/** key: [zh, en, main, second, accent, default backdrop] */
const card = {
  cream: ['奶油白', 'Cream', '#f3e9d8', '#d9c3a0', '#b98a5a', 'latte'],
  celadon: ['青瓷', 'Celadon', '#9cc7b3', '#e6efe6', '#5d8f7c', 'mint'],
  clay: ['陶土', 'Clay', '#c4724e', '#edd3bf', '#7d3f28', 'peach'],
  ink: ['墨黑', 'Ink', '#2a2a30', '#6d6d76', '#c9a46c', 'mist'],
  blush: ['柔粉', 'Blush', '#eab0ac', '#f8e2dc', '#b6605f', 'rose'],
  rosewood: ['豆沙红', 'Rosewood', '#a8484a', '#e9c3b8', '#632527', 'shell'],
  crimson: ['正红', 'Crimson', '#c3182f', '#f2d3c6', '#7d0d1d', 'rose'],
  apricot: ['杏橙', 'Apricot', '#f2a266', '#fbe5cd', '#b8622c', 'butter'],
  honey: ['蜂蜜黄', 'Honey', '#e9b44c', '#f9e8bf', '#94631c', 'butter'],
  butter: ['黄油', 'Butter', '#f4db8b', '#fbf3da', '#b28b33', 'sky'],
  olive: ['橄榄绿', 'Olive', '#7f8a4f', '#dfe0c2', '#4a5229', 'sage'],
  sage: ['鼠尾草', 'Sage', '#a9b79c', '#eef0e4', '#66775a', 'sand'],
  forest: ['松林绿', 'Forest', '#2f5d4c', '#c9dbcb', '#d3a868', 'mint'],
  mint: ['薄荷', 'Mint', '#a5dcc9', '#f0faf5', '#4d9b83', 'shell'],
  teal: ['湖青', 'Teal', '#2f8790', '#cfe6e4', '#e2a15c', 'aqua'],
  sky: ['晴空蓝', 'Sky', '#8fbce6', '#e7f1fb', '#4577a8', 'sky'],
  denim: ['丹宁蓝', 'Denim', '#4b6f9c', '#c7d6e8', '#c98b4d', 'mist'],
  navy: ['藏青', 'Navy', '#263a61', '#c9d1e0', '#d6a65f', 'sand'],
  lilac: ['丁香紫', 'Lilac', '#bba7e6', '#efe9fb', '#7459b8', 'lilac'],
  plum: ['梅子', 'Plum', '#6f3b5e', '#e2c7d7', '#d89a7a', 'shell'],
  cocoa: ['可可', 'Cocoa', '#6d4936', '#e3cdb8', '#c08a55', 'latte'],
  caramel: ['焦糖', 'Caramel', '#b67a45', '#f0dcc2', '#6a3f1d', 'sand'],
  oat: ['燕麦', 'Oat', '#d8c7ac', '#f5efe3', '#8d7350', 'sage'],
  sand: ['沙岩', 'Sandstone', '#cdb595', '#f1e7d8', '#8a6a44', 'aqua'],
  cloud: ['云白', 'Cloud', '#f7f6f2', '#d8dade', '#8f98a6', 'sky'],
  graphite: ['石墨', 'Graphite', '#54575e', '#c3c6cb', '#e08a4f', 'mist'],
  silver: ['银灰', 'Silver', '#c6cad0', '#eef0f2', '#6d7681', 'lilac'],
  coral: ['珊瑚', 'Coral', '#ee7f6d', '#fbdcd3', '#a53f34', 'peach'],
  bamboo: ['竹青', 'Bamboo', '#c6b978', '#f0ead0', '#6f7a3c', 'sage'],
  walnut: ['胡桃木', 'Walnut', '#7d5638', '#dcc2a4', '#3f2817', 'latte'],
  oak: ['橡木', 'Oak', '#cfa574', '#f2e4cf', '#865f35', 'mint'],
  indigo: ['靛蓝', 'Indigo', '#3c4a94', '#d2d6ee', '#e8b06a', 'lilac'],
}

/** key: [top, bottom, pedestal] */
const papers = {
  latte: ['#f6ecdf', '#dcc3a5', '#efe2d0'],
  mint: ['#eaf5ee', '#b7d8c7', '#dfeee5'],
  peach: ['#ffeadb', '#f5bf9c', '#fbe0cd'],
  mist: ['#edf0f3', '#bcc5cf', '#e2e6ea'],
  rose: ['#ffe9e9', '#f0b4b6', '#fadcdb'],
  shell: ['#fbf0ea', '#e6cabd', '#f6e6dd'],
  butter: ['#fff5da', '#f2d590', '#fbecc6'],
  sky: ['#e8f3fc', '#a9cdea', '#dbeaf7'],
  sage: ['#f0f3e8', '#c3cdb0', '#e5ead9'],
  sand: ['#f5efe6', '#d3c2a9', '#ebe1d2'],
  aqua: ['#e4f4f3', '#a3d0d0', '#d5ebea'],
  lilac: ['#f2edfd', '#c4b3ea', '#e6ddf8'],
  night: ['#4a4f63', '#23263a', '#3c4056'],
  pine: ['#5d8574', '#2c4f44', '#4a7263'],
  wine: ['#8a4a55', '#4d2230', '#6f3743'],
  ember: ['#d9835a', '#9c4a2d', '#c46f4a'],
}

export function swatch(name) {
  const s = card[name]
  if (!s) throw new Error(`no swatch "${name}"`)
  return { name, zh: s[0], en: s[1], main: s[2], second: s[3], accent: s[4], backdrop: s[5] }
}
export function backdrop(name) {
  const p = papers[name]
  if (!p) throw new Error(`no backdrop "${name}"`)
  return { name, top: p[0], bottom: p[1], pedestal: p[2] }
}
