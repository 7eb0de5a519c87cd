// Snacks: nut mix, biscuits, chocolate, tea tin, noodle bowl, dried mango.
// A pack alone is a rectangle, so every pack comes with a little of what is inside it.
import * as kit from '../kit.js'

export const looks = {
  'nut-mix': [
    { swatch: 'honey', set: 'disc', backdrop: 'sage', yaw: 0.15 },
    { swatch: 'forest', set: 'slab', yaw: -0.2, backdrop: 'sand' },
    {
      swatch: 'cream',
      set: 'arch',
      opts: { bowl: true },
      zoom: 1.15,
      pitch: 0.36,
      zh: '碗装',
      en: 'In a bowl',
    },
    { swatch: 'clay', set: 'steps', yaw: 0.2, backdrop: 'aqua' },
    {
      swatch: 'navy',
      set: 'floor',
      backdrop: 'butter',
      opts: { bowl: true },
      zoom: 1.15,
      pitch: 0.36,
      zh: '夜宵碗',
      en: 'Late bowl',
    },
  ],
  biscuits: [
    { swatch: 'apricot', set: 'disc', backdrop: 'sky', yaw: 0.15, zh: '黄油', en: 'Butter' },
    { swatch: 'cocoa', set: 'slab', yaw: -0.2, opts: { dark: true }, zh: '可可', en: 'Cocoa' },
    {
      swatch: 'sage',
      set: 'arch',
      backdrop: 'mint',
      opts: { plate: true },
      pitch: 0.36,
      zh: '燕麦',
      en: 'Oat',
    },
    { swatch: 'coral', set: 'steps', backdrop: 'butter', yaw: 0.2, zh: '草莓', en: 'Strawberry' },
    {
      swatch: 'indigo',
      set: 'floor',
      backdrop: 'lilac',
      opts: { plate: true, dark: true },
      pitch: 0.36,
      zh: '海盐黑可可',
      en: 'Sea-salt cocoa',
    },
  ],
  chocolate: [
    { swatch: 'cocoa', set: 'disc', yaw: 0.2, zoom: 1.08, zh: '72% 黑巧', en: '72% dark' },
    { swatch: 'celadon', set: 'slab', yaw: -0.25, main: '#5d9c88', zoom: 1.08, zh: '薄荷', en: 'Mint' },
    {
      swatch: 'rosewood',
      set: 'arch',
      yaw: 0.2,
      backdrop: 'shell',
      zoom: 1.08,
      zh: '覆盆子',
      en: 'Raspberry',
    },
    {
      swatch: 'honey',
      set: 'steps',
      yaw: -0.2,
      backdrop: 'aqua',
      opts: { milk: true },
      zoom: 1.08,
      zh: '牛奶',
      en: 'Milk',
    },
    { swatch: 'navy', set: 'floor', yaw: 0.25, backdrop: 'butter', zoom: 1.08, zh: '海盐', en: 'Sea salt' },
  ],
  'tea-tin': [
    { swatch: 'forest', set: 'disc', backdrop: 'sage', zh: '龙井', en: 'Longjing', yaw: 0.2 },
    { swatch: 'crimson', set: 'slab', backdrop: 'latte', zh: '正山小种', en: 'Lapsang', yaw: -0.2 },
    {
      swatch: 'cloud',
      set: 'arch',
      backdrop: 'mint',
      zh: '茉莉',
      en: 'Jasmine',
      yaw: 0.2,
      opts: { open: true },
    },
    { swatch: 'ink', set: 'steps', backdrop: 'butter', zh: '普洱', en: "Pu'er", yaw: -0.2 },
    {
      swatch: 'apricot',
      set: 'floor',
      backdrop: 'shell',
      zh: '桂花乌龙',
      en: 'Osmanthus oolong',
      yaw: 0.15,
      opts: { open: true },
    },
  ],
  'noodle-bowl': [
    { swatch: 'crimson', set: 'disc', zoom: 1.22, pitch: 0.44, backdrop: 'butter', zh: '番茄', en: 'Tomato' },
    { swatch: 'ink', set: 'slab', zoom: 1.22, pitch: 0.44, backdrop: 'sand', zh: '豚骨', en: 'Tonkotsu' },
    { swatch: 'sage', set: 'arch', zoom: 1.22, pitch: 0.4, zh: '葱油', en: 'Scallion oil' },
    { swatch: 'indigo', set: 'steps', zoom: 1.22, pitch: 0.44, backdrop: 'sky', zh: '海鲜', en: 'Seafood' },
    {
      swatch: 'apricot',
      set: 'floor',
      zoom: 1.22,
      pitch: 0.46,
      backdrop: 'ember',
      zh: '红油',
      en: 'Chilli oil',
    },
  ],
  'dried-mango': [
    { swatch: 'honey', set: 'disc', backdrop: 'mint', yaw: 0.15, main: '#f2b134', zh: '原味', en: 'Plain' },
    { swatch: 'coral', set: 'slab', backdrop: 'butter', yaw: -0.2, zh: '微辣', en: 'Mild chilli' },
    { swatch: 'teal', set: 'arch', yaw: 0.2, zh: '青柠', en: 'Lime' },
    {
      swatch: 'cream',
      set: 'steps',
      backdrop: 'peach',
      opts: { bowl: true },
      pitch: 0.4,
      zh: '一碟',
      en: 'A dish',
    },
    { swatch: 'forest', set: 'floor', backdrop: 'butter', yaw: 0.2, zh: '无糖', en: 'No sugar' },
  ],
}

/** A stand-up pouch with crimped top and bottom gusset, 1.6 × 2.2. */
function pouch(palette, word, sub, art) {
  const c = palette.main,
    tone = kit.isLight(c) ? '#41301f' : '#fdf6e8'
  const tex = kit.label(
    [
      { text: word, size: 170, weight: 900, y: 0.25, spacing: 10, colour: tone },
      { text: sub, size: 46, weight: 600, y: 0.37, spacing: 6, colour: tone },
    ],
    {
      w: 700,
      h: 960,
      bg: c,
      paint: (x, w, h) => {
        x.fillStyle = palette.second
        x.beginPath()
        x.ellipse(w / 2, h * 0.68, w * 0.34, w * 0.3, 0, 0, 7)
        x.fill()
        x.save()
        x.translate(w / 2, h * 0.68)
        art(x)
        x.restore()
      },
    },
  )
  const foil = kit.paper('#fff', {
    map: tex,
    roughness: 0.42,
    clearcoat: 0.3,
    bumpMap: kit.grainBump(1, 4),
    bumpScale: 0.5,
  })
  const side = (s) =>
    kit.surface((u, v) => {
      const x = u * 2 - 1,
        belly =
          Math.pow(Math.max(0, 1 - Math.abs(x) ** 3), 0.6) *
          (0.4 * Math.pow(1 - v, 0.55) * (v < 0.05 ? v * 14 + 0.3 : 1) + 0.02) *
          (v > 0.93 ? 0.2 : 1)
      return [s * x * (0.8 - 0.04 * Math.sin(v * Math.PI)), v * 2.2, s * belly]
    }, foil)
  return kit.group(
    side(1),
    side(-1),
    kit.put(kit.roundedBox(1.56, 0.13, 0.04, 0.015, kit.paper(palette.accent)), { at: [0, 2.16, 0] }),
  )
}
const dish = (r, c) =>
  kit.lathe(
    [
      [0, 0],
      [r * 0.5, 0],
      [r * 0.55, 0.06],
      [r * 0.9, 0.32],
      [r, 0.62],
      [r * 0.95, 0.62],
      [r * 0.84, 0.34],
      [0, 0.14],
    ],
    kit.ceramic(c, { side: kit.THREE.DoubleSide }),
  )

const nuts = {
  almond: (rng) =>
    kit.put(kit.blob(0.2, kit.food('#a9672f'), rng, { lumps: 0.05, segments: 24 }), {
      scale: [0.75, 0.5, 1.25],
    }),
  cashew: () =>
    kit.tube(
      [
        [-0.2, 0, 0.06],
        [-0.1, 0, -0.09],
        [0.06, 0, -0.1],
        [0.18, 0, 0.04],
      ],
      0.09,
      kit.food('#ecd29c'),
      { sides: 14, segments: 30 },
    ),
  walnut: (rng) =>
    kit.blob(0.23, kit.food('#c48d52', { bumpMap: kit.grainBump(3, 4), bumpScale: 3 }), rng, {
      lumps: 0.2,
      segments: 28,
    }),
  raisin: (rng) =>
    kit.put(kit.blob(0.11, kit.food('#6d2432', { roughness: 0.3 }), rng, { lumps: 0.2, segments: 18 }), {
      scale: [1.3, 0.8, 1],
    }),
}
function scatter(makers, rng, n, rx, rz, y = 0) {
  const g = kit.group()
  for (let i = 0; i < n; i++) {
    const a = i * 2.4,
      k = Math.sqrt((i + 0.5) / n)
    g.add(
      kit.put(kit.group(makers[i % makers.length](rng)), {
        at: [Math.cos(a) * rx * k, y + rng() * 0.03, Math.sin(a) * rz * k],
        turn: [rng.range(-0.3, 0.3), rng() * 6, rng.range(-0.3, 0.3)],
      }),
    )
  }
  return g
}
function biscuit(dark) {
  const c = dark ? '#5a3a2a' : '#dba55c'
  const top = kit.canvasTexture(256, 256, (x) => {
    x.fillStyle = c
    x.fillRect(0, 0, 256, 256)
    x.fillStyle = kit.darken(c, 0.4)
    for (let i = 0; i < 5; i++)
      for (let j = 0; j < 3; j++) {
        x.beginPath()
        x.arc(45 + i * 42, 70 + j * 58, 5, 0, 7)
        x.fill()
      }
    x.strokeStyle = kit.darken(c, 0.25)
    x.lineWidth = 6
    x.strokeRect(22, 30, 212, 196)
  })
  const g = kit.group(
    kit.roundedBox(1.0, 0.15, 0.74, 0.06, kit.food(c)),
    kit.put(kit.sticker(0.94, 0.68, top, { roughness: 0.6 }), {
      at: [0, 0.077, 0],
      turn: [-Math.PI / 2, 0, 0],
    }),
  )
  for (let i = 0; i < 9; i++)
    for (const s of [-1, 1])
      g.add(kit.put(kit.sphere(0.06, kit.food(c), 12), { at: [-0.44 + i * 0.11, 0, s * 0.37] }))
  return g
}

export const models = {
  'nut-mix'(THREE, palette, rng) {
    const kinds = [nuts.almond, nuts.cashew, nuts.walnut, nuts.raisin]
    if (palette.opts.bowl)
      return kit.group(
        dish(1.3, palette.main),
        kit.put(scatter(kinds, rng, 48, 1.08, 1.08), { at: [0, 0.5, 0] }),
        kit.put(scatter(kinds, rng, 16, 0.62, 0.62), { at: [0, 0.7, 0] }),
        kit.put(scatter(kinds, rng, 5, 0.5, 0.3), { at: [1.5, 0.12, 0.8] }),
      )
    const bag = pouch(palette, '每日果', 'DAILY NUTS · 25 g', (x) => {
      for (let i = 0; i < 9; i++) {
        x.save()
        x.rotate(i * 0.7)
        x.fillStyle = ['#a9672f', '#dcbb80', '#c48d52'][i % 3]
        x.beginPath()
        x.ellipse(60 + (i % 3) * 40, 20, 36, 22, i, 0, 7)
        x.fill()
        x.restore()
      }
    })
    return kit.group(bag, kit.put(scatter(kinds, rng, 13, 1.05, 0.36), { at: [0.15, 0.14, 0.95] }))
  },

  biscuits(THREE, palette, rng) {
    const { plate, dark } = palette.opts
    if (plate) {
      const g = kit.group(
        kit.lathe(
          [
            [0, 0],
            [0.9, 0],
            [1.5, 0.16],
            [1.54, 0.2],
            [1.48, 0.2],
            [0.9, 0.07],
            [0, 0.07],
          ],
          kit.ceramic(palette.main, { side: THREE.DoubleSide }),
        ),
      )
      for (let i = 0; i < 6; i++)
        g.add(
          kit.put(biscuit(dark), {
            at: [-0.15 + rng.range(-0.06, 0.06), 0.17 + i * 0.155, -0.15],
            turn: [0, rng.range(-0.4, 0.4), 0],
          }),
        )
      g.add(kit.put(biscuit(dark), { at: [0.55, 0.42, 0.65], turn: [0.85, 0.3, 0.1] }))
      return g
    }
    const tone = kit.isLight(palette.main) ? '#42301f' : '#fdf4e4'
    const tex = kit.label(
      [
        { text: palette.zh.slice(0, 2) + '饼', size: 190, weight: 900, y: 0.3, spacing: 14, colour: tone },
        { text: 'CRISP BISCUITS', size: 50, weight: 600, y: 0.5, spacing: 8, colour: tone },
      ],
      {
        w: 800,
        h: 900,
        bg: palette.main,
        paint: (x, w, h) => {
          x.fillStyle = palette.second
          x.fillRect(0, h * 0.66, w, h * 0.34)
          x.fillStyle = dark ? '#5a3a2a' : '#dba55c'
          for (let i = 0; i < 3; i++) {
            x.beginPath()
            x.roundRect(70 + i * 230, h * 0.72, 200, 170, 26)
            x.fill()
          }
          x.fillStyle = '#7a5427'
          for (let i = 0; i < 3; i++)
            for (let j = 0; j < 6; j++) {
              x.beginPath()
              x.arc(115 + i * 230 + (j % 3) * 55, h * 0.78 + Math.floor(j / 3) * 62, 8, 0, 7)
              x.fill()
            }
        },
      },
    )
    const g = kit.group(
      kit.put(kit.roundedBox(1.8, 2.0, 0.66, 0.05, kit.paper(palette.main)), { at: [0, 1, 0] }),
      kit.put(kit.sticker(1.74, 1.94, tex), { at: [0, 1, 0.333] }),
    )
    for (let i = 0; i < 3; i++)
      g.add(
        kit.put(biscuit(dark), {
          at: [0.75, 0.08 + i * 0.155, 0.85],
          turn: [0, 0.3 + rng.range(-0.25, 0.25), 0],
        }),
      )
    g.add(kit.put(biscuit(dark), { at: [0.02, 0.32, 0.95], turn: [0.95, 0.1, 0.25] }))
    return g
  },

  chocolate(THREE, palette) {
    const choc = kit.plastic(palette.opts.milk ? '#8a5632' : '#47281b', { roughness: 0.36 })
    const makeBar = () => {
      const bar = kit.group(kit.roundedBox(1.3, 0.92, 0.13, 0.03, choc))
      for (let i = 0; i < 4; i++)
        for (let j = 0; j < 3; j++)
          bar.add(
            kit.put(kit.roundedBox(0.28, 0.26, 0.1, 0.04, choc), {
              at: [-0.48 + i * 0.32, -0.3 + j * 0.3, 0.08],
            }),
          )
      return bar
    }
    const tone = kit.isLight(palette.main) ? '#42301f' : '#fbf0da'
    const tex = kit.label(
      [
        { text: palette.zh, size: 120, weight: 900, y: 0.34, spacing: 8, colour: tone },
        { text: palette.en.toUpperCase(), size: 48, weight: 600, y: 0.5, spacing: 8, colour: tone },
        { text: '少甜 · 80 g', size: 46, weight: 500, y: 0.84, colour: tone },
      ],
      { w: 600, h: 900, bg: palette.main, border: palette.second },
    )
    const pack = kit.group(
      kit.roundedBox(1.4, 2.1, 0.2, 0.04, kit.paper(palette.main)),
      kit.put(kit.sticker(1.34, 2.0, tex), { at: [0, 0, 0.104] }),
    )
    const foil = kit.put(
      kit.roundedBox(
        1.32,
        0.35,
        0.14,
        0.04,
        kit.metal('#e8d3a6', { roughness: 0.35, bumpMap: kit.grainBump(2, 5), bumpScale: 2 }),
      ),
      { at: [0, 1.12, 0] },
    )
    const pieces = [
      [-1.0, 0.09, 0.75, 0.3],
      [-0.6, 0.09, 1.0, 1.1],
      [-0.85, 0.22, 0.85, 0.8],
    ].map(([x, y, z, a]) =>
      kit.put(kit.roundedBox(0.3, 0.15, 0.3, 0.04, choc), { at: [x, y, z], turn: [0, a, 0] }),
    )
    return kit.group(
      kit.put(kit.group(pack, foil, kit.put(makeBar(), { at: [0, 1.5, 0] })), {
        at: [0, 1.03, 0],
        turn: [-0.16, 0, 0.0],
      }),
      kit.put(makeBar(), { at: [1.0, 0.36, 0.62], turn: [-0.85, -0.3, 0] }),
      pieces,
    )
  },

  'tea-tin'(THREE, palette, rng) {
    const tone = '#3c3326'
    const tex = kit.label(
      [
        ...[...palette.zh].slice(0, 4).map((ch, i, all) => ({
          text: ch,
          size: all.length > 2 ? 118 : 150,
          weight: 800,
          y: 0.42 + (i - (all.length - 1) / 2) * (all.length > 2 ? 0.15 : 0.2),
          colour: tone,
        })),
        { text: palette.en.toUpperCase(), size: 34, weight: 600, y: 0.88, spacing: 4, colour: '#8a7350' },
      ],
      { w: 400, h: 820, bg: '#fbf5e6', border: '#c8ab74' },
    )
    const coat = kit.plastic(palette.main, { metalness: 0.25, roughness: 0.35 })
    const tin = kit.group(
      kit.lathe(
        [
          [0, 0],
          [0.7, 0],
          [0.74, 0.03],
          [0.74, 1.7],
          [0.7, 1.72],
          [0, 1.72],
        ],
        coat,
      ),
      kit.put(kit.wrapLabel(0.745, 1.3, 0.95, tex), { at: [0, 0.86, 0] }),
      kit.put(kit.torus(0.74, 0.022, kit.gold()), { at: [0, 0.06, 0], turn: [Math.PI / 2, 0, 0] }),
    )
    const lid = kit.group(
      kit.puck(0.77, 0.42, 0.05, coat),
      kit.put(kit.puck(0.5, 0.05, 0.02, kit.gold()), { at: [0, 0.4, 0] }),
      kit.put(kit.torus(0.77, 0.02, kit.gold()), { at: [0, 0.04, 0], turn: [Math.PI / 2, 0, 0] }),
    )
    const leafOf = () =>
      kit.put(
        kit.tube(
          [
            [-0.14, 0, 0],
            [0, 0.03, 0.03],
            [0.14, 0, -0.02],
          ],
          0.026,
          kit.matte(rng.pick(['#4a5a2c', '#5f6d35', '#3c4726', '#6b5a34'])),
          { sides: 8, segments: 12 },
        ),
        {},
      )
    const g = kit.group(
      tin,
      kit.put(
        lid,
        palette.opts.open ? { at: [1.25, 0.72, 0.35], turn: [0, -0.4, 1.25] } : { at: [0, 1.5, 0] },
      ),
    )
    if (palette.opts.open) g.add(kit.put(scatter([leafOf], rng, 34, 0.64, 0.64), { at: [0, 1.74, 0] }))
    g.add(kit.put(scatter([leafOf], rng, 30, 0.52, 0.36), { at: [-0.85, 0.04, 0.85] }))
    return g
  },

  'noodle-bowl'(THREE, palette, rng) {
    const broth = ['#d8642f', '#e8c690', '#d9a441', '#e2b173', '#c8391f'][palette.variant - 1]
    const g = kit.group(
      kit.lathe(
        [
          [0, 0],
          [0.62, 0],
          [0.66, 0.1],
          [1.1, 0.5],
          [1.36, 1.0],
          [1.38, 1.08],
          [1.32, 1.08],
          [1.1, 0.7],
          [0, 0.5],
        ],
        kit.ceramic(palette.main, { side: THREE.DoubleSide }),
        { smooth: false },
      ),
      kit.put(kit.cylinder(1.24, 1.2, 0.04, kit.plastic(broth, { roughness: 0.12 })), { at: [0, 0.86, 0] }),
    )
    const noodle = kit.plastic('#f4d98f', { roughness: 0.4 })
    for (let i = 0; i < 34; i++) {
      const a = rng() * 6.28,
        r = rng.range(0.15, 0.62),
        cx = rng.range(-0.32, 0.32),
        cz = rng.range(-0.3, 0.3),
        y = 0.88 + rng() * 0.2
      g.add(
        kit.tube(
          [0, 1, 2, 3, 4].map((k) => [
            cx + Math.cos(a + k * 0.75) * r,
            y + Math.sin(k * 1.4) * 0.05,
            cz + Math.sin(a + k * 0.75) * r,
          ]),
          0.042,
          noodle,
          { sides: 8, segments: 36, caps: false },
        ),
      )
    }
    const half = kit.group(
      kit.put(kit.sphere(0.34, kit.plastic('#fffaf0', { roughness: 0.3 }), 32), { scale: [0.82, 0.5, 1.08] }),
      kit.put(kit.sphere(0.2, kit.plastic('#f29a22', { roughness: 0.2 }), 24), {
        at: [0, 0.1, 0.02],
        scale: [1, 0.5, 1],
      }),
    )
    g.add(
      kit.put(half, { at: [0.52, 1.1, 0.4], turn: [0.25, 0.5, -0.12] }),
      kit.put(half.clone(), { at: [0.02, 1.12, 0.66], turn: [0.3, -0.2, 0.1] }),
    )
    for (let i = 0; i < 18; i++)
      g.add(
        kit.put(
          kit.mesh(new THREE.TorusGeometry(0.055, 0.024, 8, 16), kit.plastic(i % 3 ? '#6aa544' : '#a8cf76')),
          {
            at: [rng.range(-0.75, -0.05), 1.13, rng.range(-0.15, 0.65)],
            turn: [1.4 + rng.range(-0.3, 0.3), 0, rng()],
          },
        ),
      )
    for (let i = 0; i < 3; i++)
      g.add(
        kit.put(kit.roundedBox(0.62, 0.07, 0.44, 0.03, kit.food(['#b8704c', '#c98660', '#a85f40'][i])), {
          at: [-0.52 + i * 0.2, 1.1 + i * 0.05, -0.5],
          turn: [0.35, -0.3, 0.1],
        }),
      )
    g.add(
      kit.put(
        kit.extrude(
          [
            [-0.32, 0],
            [0.32, 0],
            [0.34, 0.95],
            [-0.3, 0.95],
          ],
          0.015,
          kit.matte('#27382c'),
          { bevel: 0.005 },
        ),
        { at: [0.62, 0.9, -0.75], turn: [-0.25, -0.3, -0.12] },
      ),
    )
    for (const s of [0, 1])
      g.add(
        kit.tube(
          [
            [-1.75, 1.14, 0.85 + s * 0.13],
            [1.8, 1.22, 0.72 + s * 0.3],
          ],
          0.045,
          kit.wood('#8a5a34'),
          { sides: 10 },
        ),
      )
    return g
  },

  'dried-mango'(THREE, palette, rng) {
    const slice = (r) => {
      const c = kit.mix('#f2a51f', '#f7c545', r())
      return kit.surface(
        (u, v) => {
          const x = u * 2 - 1,
            y = v * 2 - 1
          return [
            x * 0.5 * Math.sqrt(1 - y * y * 0.75),
            0.1 * Math.sin(x * 2.5 + y * 2) + 0.03 * Math.sin(y * 9),
            y * 0.28,
          ]
        },
        kit.food(c, { roughness: 0.4, bumpMap: kit.grainBump(2, 3), bumpScale: 1.6 }),
        { nu: 24, nv: 24 },
      )
    }
    if (palette.opts.bowl)
      return kit.group(
        dish(1.25, palette.main),
        [0, 1, 2, 3].map((k) =>
          kit.put(scatter([slice], rng, 11 - k * 2, 0.95 - k * 0.2, 0.95 - k * 0.2), {
            at: [0, 0.5 + k * 0.13, 0],
          }),
        ),
      )
    const bag = pouch(palette, '芒果干', 'DRIED MANGO · 100 g', (x) => {
      x.rotate(-0.4)
      x.fillStyle = '#f2a22a'
      x.beginPath()
      x.ellipse(0, 0, 150, 112, 0, 0, 7)
      x.fill()
      x.fillStyle = '#f7c659'
      x.beginPath()
      x.ellipse(-24, -24, 92, 56, 0, 0, 7)
      x.fill()
      x.fillStyle = '#5d8f3f'
      x.beginPath()
      x.ellipse(150, -64, 70, 26, -0.7, 0, 7)
      x.fill()
    })
    return kit.group(bag, kit.put(scatter([slice], rng, 8, 0.95, 0.34), { at: [0.1, 0.13, 0.95] }))
  },
}
