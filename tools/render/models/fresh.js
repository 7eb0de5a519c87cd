// Fresh food: oranges, apples, eggs, rice, honey, strawberries.
// Nothing here is perfectly round: the small lumps and the leaf are what make fruit look like fruit.
import * as kit from '../kit.js'

export const looks = {
  oranges: [
    {
      swatch: 'apricot',
      set: 'disc',
      backdrop: 'mint',
      opts: { box: false, n: 3 },
      pitch: 0.3,
      zh: '三颗试吃',
      en: 'Trio',
      main: '#f0852b',
    },
    {
      swatch: 'apricot',
      set: 'slab',
      backdrop: 'butter',
      opts: { box: true },
      pitch: 0.42,
      zh: '原木小箱',
      en: 'Wooden crate',
      main: '#f08a2c',
    },
    {
      swatch: 'coral',
      set: 'floor',
      backdrop: 'sky',
      opts: { n: 6 },
      pitch: 0.3,
      zh: '一家装',
      en: 'Family pile',
      main: '#ee7a28',
    },
    {
      swatch: 'apricot',
      set: 'arch',
      backdrop: 'pine',
      opts: { n: 1, half: true },
      pitch: 0.26,
      zh: '切开看',
      en: 'Cut open',
      main: '#f0852b',
    },
    {
      swatch: 'clay',
      set: 'steps',
      backdrop: 'lilac',
      opts: { bowl: true },
      pitch: 0.36,
      zh: '血橙',
      en: 'Blood orange',
      main: '#e2602f',
    },
  ],
  apples: [
    {
      swatch: 'crimson',
      set: 'disc',
      backdrop: 'sage',
      opts: { n: 1 },
      zh: '红富士',
      en: 'Red Fuji',
      main: '#c92f2f',
    },
    {
      swatch: 'olive',
      set: 'slab',
      backdrop: 'sky',
      opts: { n: 3 },
      zh: '青苹果',
      en: 'Green apple',
      main: '#9fc24a',
      pitch: 0.3,
    },
    {
      swatch: 'crimson',
      set: 'floor',
      backdrop: 'butter',
      opts: { box: true },
      pitch: 0.42,
      zh: '一箱九颗',
      en: 'Box of nine',
      main: '#cf3a30',
    },
    {
      swatch: 'blush',
      set: 'arch',
      backdrop: 'shell',
      opts: { n: 3 },
      pitch: 0.26,
      zh: '粉苹果',
      en: 'Pink apple',
      main: '#e5766d',
    },
    {
      swatch: 'honey',
      set: 'steps',
      backdrop: 'aqua',
      opts: { bowl: true },
      pitch: 0.36,
      zh: '黄元帅',
      en: 'Golden',
      main: '#e8c348',
    },
  ],
  eggs: [
    {
      swatch: 'caramel',
      set: 'disc',
      yaw: 0.5,
      pitch: 0.55,
      backdrop: 'latte',
      opts: { cols: 3 },
      zh: '六枚褐壳',
      en: 'Six brown',
      main: '#d39a6a',
    },
    {
      swatch: 'cream',
      set: 'slab',
      yaw: -0.45,
      zoom: 1.15,
      pitch: 0.55,
      backdrop: 'sage',
      opts: { cols: 5 },
      zh: '十枚奶白',
      en: 'Ten cream',
      main: '#f2e4cf',
    },
    {
      swatch: 'celadon',
      set: 'floor',
      yaw: -0.6,
      pitch: 0.5,
      backdrop: 'mint',
      opts: { cols: 3 },
      zh: '绿壳',
      en: 'Green shell',
      main: '#c4d8c8',
    },
    {
      swatch: 'apricot',
      set: 'arch',
      pitch: 0.32,
      backdrop: 'sky',
      opts: { basket: true },
      zh: '草编一篮',
      en: 'Basket',
      main: '#dba67a',
    },
    {
      swatch: 'clay',
      set: 'steps',
      yaw: 0.4,
      zoom: 1.1,
      pitch: 0.55,
      backdrop: 'butter',
      opts: { cols: 4, mixed: true },
      zh: '花色八枚',
      en: 'Mixed eight',
      main: '#c98a5e',
    },
  ],
  'rice-bag': [
    { swatch: 'cloud', set: 'disc', backdrop: 'sage', yaw: 0.25, zh: '五常五斤', en: 'Wuchang 2.5 kg' },
    { swatch: 'crimson', set: 'slab', backdrop: 'latte', yaw: -0.25, zh: '喜粒十斤', en: 'Festive 5 kg' },
    { swatch: 'bamboo', set: 'arch', yaw: 0.2, opts: { bowl: true }, zh: '稻田香', en: 'Paddy' },
    { swatch: 'navy', set: 'steps', backdrop: 'butter', yaw: -0.2, zh: '夜收', en: 'Night harvest' },
    {
      swatch: 'sage',
      set: 'floor',
      yaw: 0.3,
      backdrop: 'shell',
      opts: { bowl: true },
      zh: '胚芽',
      en: 'Germ rice',
    },
  ],
  'honey-jar': [
    { swatch: 'honey', set: 'disc', yaw: 0.15, main: '#dc8f1a', zh: '百花', en: 'Wildflower' },
    { swatch: 'butter', set: 'arch', yaw: -0.2, main: '#efc04a', zh: '洋槐', en: 'Acacia', backdrop: 'sage' },
    {
      swatch: 'cocoa',
      set: 'slab',
      yaw: 0.2,
      main: '#8e4a14',
      zh: '荞麦',
      en: 'Buckwheat',
      backdrop: 'butter',
      opts: { dipper: true },
    },
    {
      swatch: 'apricot',
      set: 'steps',
      yaw: -0.15,
      main: '#e5a030',
      zh: '荔枝',
      en: 'Lychee',
      backdrop: 'aqua',
      opts: { dipper: true },
    },
    {
      swatch: 'caramel',
      set: 'floor',
      yaw: 0.2,
      main: '#c6781a',
      zh: '枣花',
      en: 'Jujube',
      backdrop: 'ember',
      opts: { pair: true },
    },
  ],
  strawberries: [
    {
      swatch: 'crimson',
      set: 'disc',
      backdrop: 'mint',
      pitch: 0.4,
      opts: { punnet: true },
      zh: '一盒',
      en: 'Punnet',
      main: '#d92a35',
    },
    {
      swatch: 'crimson',
      set: 'slab',
      backdrop: 'rose',
      pitch: 0.2,
      opts: { n: 3 },
      zh: '三颗',
      en: 'Trio',
      main: '#d92a35',
    },
    {
      swatch: 'blush',
      set: 'arch',
      backdrop: 'sky',
      pitch: 0.36,
      opts: { bowl: true },
      zh: '粉玉',
      en: 'Pale pink',
      main: '#f2a29b',
    },
    {
      swatch: 'rosewood',
      set: 'steps',
      backdrop: 'butter',
      pitch: 0.42,
      opts: { punnet: true },
      zh: '红颜礼盒',
      en: 'Gift box',
      main: '#c81f2c',
    },
    {
      swatch: 'coral',
      set: 'floor',
      backdrop: 'sage',
      pitch: 0.2,
      opts: { n: 1 },
      zh: '巨大一颗',
      en: 'Just one',
      main: '#e23a3a',
    },
  ],
}

const leaf = (s = 1) =>
  kit.put(
    kit.warp(kit.sphere(0.26, kit.plastic('#4f8a3c', { roughness: 0.5 }), 24), (x, y, z) => [
      x * 0.55 * (1 - y * 1.5),
      y * 1.5,
      z * 0.12 + y * y * 0.5,
    ]),
    { scale: s },
  )
function orange(colour, rng) {
  const peel = kit.plastic(colour, { roughness: 0.45, bumpMap: kit.grainBump(4, 1.6), bumpScale: 1.1 })
  return kit.group(
    kit.blob(0.6, peel, rng, { lumps: 0.025, squash: 0.95 }),
    kit.put(kit.cylinder(0.05, 0.06, 0.05, kit.matte('#6d7a35'), 12), { at: [0, 0.57, 0] }),
    rng() > 0.35 && kit.put(leaf(), { at: [0.2, 0.66, 0], turn: [0, rng() * 6, -1.15] }),
  )
}
function apple(colour, rng) {
  const skin = kit.canvasTexture(256, 256, (x) => {
    const g = x.createLinearGradient(0, 0, 0, 256)
    g.addColorStop(0, kit.mix(colour, '#e6d36a', 0.55))
    g.addColorStop(0.22, colour)
    g.addColorStop(0.8, colour)
    g.addColorStop(1, kit.mix(colour, '#dcc85e', 0.6))
    x.fillStyle = g
    x.fillRect(0, 0, 256, 256)
    for (let i = 0; i < 260; i++) {
      x.globalAlpha = 0.22
      x.fillStyle = i % 3 ? kit.darken(colour, 0.25) : '#f7e6a8'
      x.fillRect(rng() * 256, rng() * 220, 1.4, 8 + rng() * 30)
    }
  })
  const body = kit.lathe(
    [
      [0, -0.4],
      [0.12, -0.48],
      [0.32, -0.5],
      [0.52, -0.28],
      [0.64, 0.08],
      [0.56, 0.4],
      [0.34, 0.52],
      [0.12, 0.46],
      [0, 0.32],
    ],
    kit.plastic('#fff', { map: skin, roughness: 0.22, clearcoat: 0.9 }),
    { smooth: true },
  )
  return kit.group(
    body,
    kit.tube(
      [
        [0, 0.34, 0],
        [0.02, 0.55, 0],
        [0.1, 0.7, 0],
      ],
      0.03,
      kit.matte('#6a4a2b'),
      { sides: 8 },
    ),
    rng() > 0.3 && kit.put(leaf(0.8), { at: [0.24, 0.62, 0], turn: [0, rng() * 2, -1.2] }),
  )
}
function berry(colour, rng) {
  const skin = kit.canvasTexture(256, 256, (x) => {
    x.fillStyle = colour
    x.fillRect(0, 0, 256, 256)
    for (let j = 0; j < 12; j++)
      for (let i = 0; i < 16; i++) {
        const px = i * 16 + (j % 2) * 8,
          py = 26 + j * 18
        x.fillStyle = kit.darken(colour, 0.35)
        x.beginPath()
        x.ellipse(px, py, 3, 5, 0, 0, 7)
        x.fill()
        x.fillStyle = '#f7d77b'
        x.beginPath()
        x.ellipse(px, py + 0.6, 1.9, 3.4, 0, 0, 7)
        x.fill()
      }
  })
  const k = rng.range(0.94, 1.06)
  const body = kit.lathe(
    [
      [0, -0.78],
      [0.16, -0.72],
      [0.36, -0.4],
      [0.52, 0.05],
      [0.5, 0.34],
      [0.28, 0.5],
      [0, 0.5],
    ],
    kit.plastic('#fff', { map: skin, roughness: 0.25, clearcoat: 0.8 }),
    { smooth: true },
  )
  const calyx = Array.from({ length: 8 }, (_, i) =>
    kit.put(kit.group(kit.put(leaf(0.72), { at: [0.2, 0.03, 0], turn: [0, 0, -1.35] })), {
      at: [0, 0.5, 0],
      turn: [0, i * 0.785, 0],
    }),
  )
  return kit.put(
    kit.group(
      body,
      calyx,
      kit.put(kit.cylinder(0.03, 0.04, 0.24, kit.matte('#6f9a45'), 10), { at: [0, 0.6, 0] }),
    ),
    { scale: [k, 1 / k, k] },
  )
}
const crate = (w, h, d, colour) => {
  const plank = () => kit.wood(colour)
  const g = kit.group(kit.put(kit.roundedBox(w, 0.08, d, 0.02, plank()), { at: [0, 0.04, 0] }))
  for (const s of [-1, 1])
    for (const y of [0.2, 0.56]) {
      g.add(kit.put(kit.roundedBox(w, 0.28 * h, 0.07, 0.02, plank()), { at: [0, y * h + 0.08, (s * d) / 2] }))
      g.add(kit.put(kit.roundedBox(0.07, 0.28 * h, d, 0.02, plank()), { at: [(s * w) / 2, y * h + 0.08, 0] }))
    }
  for (const sx of [-1, 1])
    for (const sz of [-1, 1])
      g.add(
        kit.put(kit.roundedBox(0.12, h * 0.84, 0.12, 0.02, plank()), {
          at: [sx * (w / 2 - 0.05), h * 0.42, sz * (d / 2 - 0.05)],
        }),
      )
  return g
}
const bowl = (r, colour) =>
  kit.lathe(
    [
      [0, 0],
      [r * 0.45, 0],
      [r * 0.48, 0.06],
      [r * 0.85, 0.35],
      [r, 0.75],
      [r * 0.96, 0.76],
      [r * 0.8, 0.4],
      [r * 0.4, 0.12],
      [0, 0.1],
    ],
    kit.ceramic(colour, { side: kit.THREE.DoubleSide }),
    { smooth: true },
  )
function heap(make, rng, { n = 1, box, bowl: inBowl }, colours) {
  const g = kit.group()
  const add = (x, y, z) =>
    g.add(
      kit.put(make(), { at: [x, y, z], turn: [rng.range(-0.25, 0.25), rng() * 6, rng.range(-0.25, 0.25)] }),
    )
  if (box) {
    g.add(crate(4.1, 1.15, 2.9, '#d3a877'))
    for (let i = 0; i < 3; i++) for (let j = 0; j < 2; j++) add(-1.25 + i * 1.25, 0.72, -0.62 + j * 1.25)
    for (const [x, z] of [
      [-0.62, 0.05],
      [0.65, 0.0],
    ])
      add(x, 1.5, z)
  } else if (inBowl) {
    g.add(kit.put(bowl(1.7, colours[0]), { scale: [1, 1.25, 1] }))
    for (let i = 0; i < 5; i++) add(Math.cos(i * 1.257) * 0.92, 0.98, Math.sin(i * 1.257) * 0.92)
    add(0, 1.3, 0)
    add(0.15, 1.85, 0.1)
  } else {
    const spots = {
      1: [[0, 0, 0]],
      3: [
        [-0.66, 0, 0],
        [0.64, 0, -0.05],
        [0.05, 0.02, 1.02],
      ],
      6: [
        [-1.2, 0, 0],
        [0, 0, -0.2],
        [1.2, 0, 0.05],
        [-0.6, 0.02, 0.95],
        [0.62, 0, 0.9],
        [0, 0.95, 0.3],
      ],
    }
    for (const [x, y, z] of spots[n]) add(x, y + 0.5, z)
  }
  return g
}

export const models = {
  oranges(THREE, palette, rng) {
    const g = heap(() => orange(palette.main, rng), rng, palette.opts, ['#f4efe6'])
    if (palette.opts.half) {
      const face = kit.canvasTexture(512, 512, (x) => {
        x.fillStyle = palette.main
        x.fillRect(0, 0, 512, 512)
        x.translate(256, 256)
        x.fillStyle = '#fff1d2'
        x.beginPath()
        x.arc(0, 0, 238, 0, 7)
        x.fill()
        for (let i = 0; i < 10; i++) {
          x.save()
          x.rotate((i * Math.PI) / 5)
          x.fillStyle = '#f79a32'
          x.beginPath()
          x.moveTo(0, -24)
          x.quadraticCurveTo(76, -120, 58, -208)
          x.quadraticCurveTo(0, -236, -58, -208)
          x.quadraticCurveTo(-76, -120, 0, -24)
          x.fill()
          x.restore()
        }
      })
      const half = kit.group(
        kit.mesh(
          new THREE.SphereGeometry(0.6, 48, 32, 0, Math.PI * 2, Math.PI / 2, Math.PI / 2),
          kit.plastic(palette.main, { roughness: 0.45 }),
        ),
        kit.put(
          kit.mesh(new THREE.CircleGeometry(0.6, 64), kit.plastic('#fff', { map: face, roughness: 0.2 })),
          { turn: [-Math.PI / 2, 0, 0] },
        ),
      )
      g.add(kit.put(half, { at: [1.15, 0.5, 0.55], turn: [1.15, 0, -0.35] }))
    }
    return g
  },
  apples: (THREE, palette, rng) => heap(() => apple(palette.main, rng), rng, palette.opts, ['#e7eef0']),

  eggs(THREE, palette, rng) {
    const one = (c) =>
      kit.lathe(
        [
          [0, -0.46],
          [0.2, -0.42],
          [0.4, -0.1],
          [0.37, 0.22],
          [0.2, 0.52],
          [0, 0.6],
        ],
        kit.matte(c, { roughness: 0.55, bumpMap: kit.grainBump(3, 1), bumpScale: 0.2 }),
        { smooth: true },
      )
    const shade = () =>
      palette.opts.mixed
        ? rng.pick(['#d39a6a', '#f2e4cf', '#c4d8c8', '#b87a52', '#e8c5a6'])
        : kit.mix(palette.main, rng() > 0.5 ? '#fff5e8' : '#b58055', rng() * 0.14)
    const g = kit.group()
    if (palette.opts.basket) {
      const straw = kit.matte('#c79a5b', { bumpMap: kit.weaveBump(6), bumpScale: 3, side: THREE.DoubleSide })
      g.add(
        kit.lathe(
          [
            [0, 0],
            [1.0, 0],
            [1.3, 0.3],
            [1.42, 0.8],
            [1.35, 0.8],
            [1.2, 0.35],
            [0, 0.2],
          ],
          straw,
        ),
      )
      g.add(kit.put(kit.torus(1.39, 0.09, straw), { at: [0, 0.82, 0], turn: [Math.PI / 2, 0, 0] }))
      g.add(kit.put(kit.torus(1.36, 0.07, straw, Math.PI), { at: [0, 0.82, 0] }))
      for (let i = 0; i < 9; i++) {
        const a = i * 2.4,
          r = 0.32 * Math.sqrt(i)
        g.add(
          kit.put(one(shade()), {
            at: [Math.cos(a) * r, 0.88 + (i < 3 ? 0.26 : 0), Math.sin(a) * r],
            turn: [rng.range(-0.6, 0.6), 0, rng.range(-0.6, 0.6)],
          }),
        )
      }
      return g
    }
    const cols = palette.opts.cols,
      pulp = kit.matte('#a9a8a0', { bumpMap: kit.grainBump(6, 2), bumpScale: 1.2, side: THREE.DoubleSide }),
      p = 0.98
    g.add(kit.put(kit.roundedBox(cols * p + 0.3, 0.42, 2 * p + 0.3, 0.12, pulp), { at: [0, 0.21, 0] }))
    for (let i = 0; i < cols; i++)
      for (let j = 0; j < 2; j++) {
        const at = [(i - (cols - 1) / 2) * p, 0, (j - 0.5) * p]
        g.add(
          kit.put(
            kit.lathe(
              [
                [0.5, 0.3],
                [0.46, 0.56],
                [0.42, 0.56],
                [0.4, 0.3],
              ],
              pulp,
            ),
            { at },
          ),
        )
        g.add(kit.put(one(shade()), { at: [at[0], 0.78, at[2]], turn: [0, rng() * 6, 0] }))
      }
    return g
  },

  'rice-bag'(THREE, palette) {
    const dark = !kit.isLight(palette.main),
      tone = dark ? '#fbf3e2' : '#4a3a28'
    const tex = kit.label(
      [
        { text: '新米', size: 250, weight: 900, y: 0.33, spacing: 20, colour: tone },
        { text: 'NEW RICE', size: 58, weight: 600, y: 0.53, spacing: 12, colour: tone },
        { text: '当季碾 · 慢慢吃', size: 46, weight: 500, y: 0.63, colour: tone },
      ],
      {
        w: 720,
        h: 1000,
        bg: palette.main,
        paint: (x, w, h) => {
          x.strokeStyle = tone
          x.globalAlpha = 0.4
          x.lineWidth = 4
          for (let i = 0; i < 5; i++) {
            x.beginPath()
            x.arc(w / 2, h * 1.06, 90 + i * 55, Math.PI, 0)
            x.stroke()
          }
          x.globalAlpha = 1
          x.fillStyle = palette.second
          x.fillRect(0, 0, w, 60)
        },
      },
    )
    const bag = kit.puffy(
      1.7,
      2.3,
      0.95,
      kit.paper('#fff', { map: tex, bumpMap: kit.grainBump(2, 3), bumpScale: 0.5, roughness: 0.6 }),
      { pinch: 0.05, power: 0.36 },
    )
    const g = kit.group(
      kit.put(bag, { at: [0, 1.15, 0] }),
      kit.put(kit.roundedBox(1.3, 0.34, 0.12, 0.05, kit.paper(palette.second)), { at: [0, 2.3, 0] }),
      kit.put(kit.roundedBox(1.34, 0.07, 0.15, 0.03, kit.fabric(palette.accent)), { at: [0, 2.24, 0] }),
    )
    if (palette.opts.bowl) {
      const rice = kit.put(
        kit.lathe(
          [
            [0.52, 0],
            [0.4, 0.16],
            [0.2, 0.26],
            [0, 0.28],
          ],
          kit.matte('#fffdf6', { bumpMap: kit.grainBump(5, 3), bumpScale: 3 }),
          { smooth: true },
        ),
        { at: [0, 0.46, 0] },
      )
      g.add(
        kit.put(kit.group(kit.put(bowl(0.58, '#f4f1ea'), { scale: [1, 0.72, 1] }), rice), {
          at: [1.1, 0, 0.7],
        }),
      )
    }
    return g
  },

  'honey-jar'(THREE, palette) {
    const jar = (c) => {
      const tex = kit.label(
        [
          { text: palette.zh + '蜜', size: 140, weight: 800, y: 0.4, spacing: 8 },
          { text: 'RAW HONEY · 450 g', size: 44, weight: 500, y: 0.74, spacing: 3, colour: '#8a6a35' },
        ],
        { w: 640, h: 420, border: '#d8b260', bg: '#fff8e6' },
      )
      return kit.group(
        kit.lathe(
          [
            [0, 0.06],
            [0.76, 0.06],
            [0.84, 0.16],
            [0.84, 1.36],
            [0.72, 1.5],
            [0, 1.5],
          ],
          kit.plastic(c, { roughness: 0.06, clearcoat: 1, emissive: c, emissiveIntensity: 0.14 }),
        ),
        kit.lathe(
          [
            [0, 0],
            [0.8, 0],
            [0.9, 0.08],
            [0.92, 1.42],
            [0.8, 1.66],
            [0.7, 1.72],
            [0.7, 1.84],
          ],
          kit.glass('#fff6df', { opacity: 0.22 }),
        ),
        kit.put(kit.puck(0.8, 0.4, 0.06, kit.wood('#b98a55')), { at: [0, 1.76, 0] }),
        kit.put(kit.wrapLabel(0.93, 0.74, 1.4, tex), { at: [0, 0.76, 0] }),
        kit.put(kit.torus(0.74, 0.035, kit.fabric('#a9763c')), {
          at: [0, 1.73, 0],
          turn: [Math.PI / 2, 0, 0],
        }),
      )
    }
    const g = kit.group(jar(palette.main))
    if (palette.opts.pair) g.add(kit.put(jar('#efc04a'), { at: [1.7, 0, -0.3], scale: 0.82 }))
    if (palette.opts.dipper) {
      const wood = kit.wood('#c08f58'),
        d = kit.group(kit.put(kit.cylinder(0.06, 0.05, 1.5, wood), { at: [0, 1.1, 0] }))
      for (let i = 0; i < 5; i++)
        d.add(
          kit.put(kit.puck(0.2 + 0.1 * Math.sin(((i + 0.6) / 5.2) * Math.PI), 0.085, 0.03, wood), {
            at: [0, i * 0.115 - 0.2, 0],
          }),
        )
      g.add(kit.put(d, { at: [0.75, 0.3, 1.15], turn: [0.2, 0, -1.36] }))
    }
    return g
  },

  strawberries(THREE, palette, rng) {
    const { punnet, n, bowl: inBowl } = palette.opts,
      make = () => berry(palette.main, rng)
    const g = kit.group()
    if (punnet) {
      g.add(
        palette.variant === 4
          ? crate(3.4, 0.95, 2.5, '#cfa574')
          : kit.put(kit.roundedBox(3.5, 0.75, 2.5, 0.16, kit.plastic('#eef7f4', { roughness: 0.2 })), {
              at: [0, 0.37, 0],
            }),
      )
      for (let i = 0; i < 4; i++)
        for (let j = 0; j < 3; j++)
          g.add(
            kit.put(make(), {
              at: [-1.14 + i * 0.77, 0.86 + rng() * 0.1, -0.74 + j * 0.74],
              turn: [1.25 + rng() * 0.3, rng.range(-0.5, 0.5), rng.range(-0.5, 0.5)],
              scale: 0.86,
            }),
          )
    } else if (inBowl) {
      g.add(kit.put(bowl(1.5, '#e9f1f6'), { scale: [1, 1.3, 1] }))
      for (let i = 0; i < 9; i++)
        g.add(
          kit.put(make(), {
            at: [
              Math.cos(i * 2.4) * 0.34 * Math.sqrt(i),
              1.3 - i * 0.045,
              Math.sin(i * 2.4) * 0.34 * Math.sqrt(i),
            ],
            turn: [rng.range(-1.5, 1.5), rng() * 6, rng.range(-1, 1)],
            scale: 0.8,
          }),
        )
    } else
      for (let i = 0; i < n; i++)
        g.add(
          kit.put(make(), {
            at: [[0, 1.05, -1.05][i], 0.5, [0.1, -0.2, -0.1][i]],
            turn:
              n === 1
                ? [0.2, 0.3, 1.0]
                : [
                    [0.2, 0.4, 1.05],
                    [0.3, 1, -1.1],
                    [1.2, 0.2, 0.3],
                  ][i],
          }),
        )
    return g
  },
}
