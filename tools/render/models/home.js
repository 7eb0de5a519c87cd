// Home: lamp, pillow, storage box, candle, vase, towels. table-lamp is the worked example of the README.
// Soft things get real folds and piping here, because at thumbnail size the edge is what says "cloth".
import * as kit from '../kit.js'

export const looks = {
  'table-lamp': [
    { swatch: 'celadon', yaw: 0.3, set: 'disc', backdrop: 'sand' },
    { swatch: 'clay', yaw: 0.5, set: 'arch', backdrop: 'shell' },
    { swatch: 'butter', set: 'disc', backdrop: 'night', zoom: 1.04 },
    { swatch: 'ink', set: 'steps', backdrop: 'sage' },
    { swatch: 'sky', set: 'slab', backdrop: 'butter', pitch: 0.32, opts: { round: true } },
  ],
  pillow: [
    { swatch: 'cloud', yaw: 0.35, set: 'disc', pitch: 0.25, backdrop: 'sky' },
    { swatch: 'sage', yaw: -0.3, set: 'arch', backdrop: 'sand', opts: { count: 2 } },
    { swatch: 'blush', yaw: 0.3, set: 'slab', backdrop: 'shell', opts: { stripe: true } },
    { swatch: 'navy', yaw: -0.35, set: 'steps', backdrop: 'mist', opts: { count: 2 } },
    { swatch: 'honey', yaw: 0.1, set: 'floor', backdrop: 'latte', opts: { stripe: true } },
  ],
  'storage-box': [
    { swatch: 'oat', yaw: 0.55, set: 'disc', pitch: 0.34 },
    { swatch: 'olive', yaw: -0.5, set: 'slab', pitch: 0.34, opts: { open: true } },
    { swatch: 'coral', yaw: 0.6, set: 'floor', pitch: 0.28, opts: { count: 2 } },
    { swatch: 'graphite', yaw: -0.55, set: 'arch', pitch: 0.3, opts: { open: true }, backdrop: 'butter' },
    { swatch: 'teal', yaw: 0.4, set: 'steps', pitch: 0.36, opts: { count: 3 } },
  ],
  'scented-candle': [
    { swatch: 'cream', set: 'disc', pitch: 0.3 },
    { swatch: 'rosewood', yaw: 0.2, set: 'slab', pitch: 0.3 },
    { swatch: 'forest', yaw: -0.2, set: 'disc', backdrop: 'pine', pitch: 0.3 },
    { swatch: 'lilac', set: 'arch', pitch: 0.28, opts: { count: 2 } },
    { swatch: 'ink', set: 'steps', backdrop: 'ember', pitch: 0.32, opts: { count: 3 } },
  ],
  vase: [
    { swatch: 'cloud', set: 'disc', backdrop: 'latte' },
    { swatch: 'celadon', set: 'arch', yaw: 0.4 },
    { swatch: 'clay', set: 'slab', yaw: -0.5, backdrop: 'butter', opts: { form: 1 } },
    { swatch: 'ink', set: 'floor', yaw: 0.9, backdrop: 'mist', opts: { form: 1 } },
    { swatch: 'indigo', set: 'steps', yaw: 1.4, backdrop: 'peach', opts: { form: 2 } },
  ],
  'bath-towels': [
    { swatch: 'cloud', yaw: 0.5, set: 'disc', pitch: 0.3, backdrop: 'aqua' },
    { swatch: 'sage', yaw: -0.5, set: 'slab', pitch: 0.3 },
    { swatch: 'blush', yaw: 0.6, set: 'arch', pitch: 0.28, opts: { rolls: true } },
    { swatch: 'denim', yaw: -0.45, set: 'steps', pitch: 0.32 },
    { swatch: 'caramel', yaw: 0.4, set: 'floor', pitch: 0.3, backdrop: 'shell', opts: { rolls: true } },
  ],
}

function sprig(rng, height, colour, lean) {
  const tip = [lean * 0.7, height, rng.range(-0.3, 0.3)]
  const at = (t) => [tip[0] * t * t, height * t, tip[2] * t * t]
  const stem = kit.tube([at(0), at(0.35), at(0.7), at(1)], 0.018, kit.matte(kit.darken(colour, 0.3)), {
    sides: 8,
  })
  const leaf = kit.matte(colour, { roughness: 0.6 })
  const leaves = []
  for (let i = 0; i < 11; i++) {
    const t = 0.45 + (i / 11) * 0.55,
      side = i % 2 ? 1 : -1
    const oval = kit.warp(kit.sphere(0.15, leaf, 20), (x, y, z) => [
      x * 0.55 * (1 - y * 2.2),
      y * 1.5,
      z * 0.14,
    ])
    const p = at(t)
    leaves.push(
      kit.put(oval, {
        at: [p[0] + side * 0.13, p[1] + 0.12, p[2] + rng.range(-0.07, 0.07)],
        turn: [rng.range(-0.3, 0.3), rng() * 2, -side * rng.range(0.6, 1)],
      }),
    )
  }
  return kit.group(stem, leaves)
}

function towel(w, h, d, colour) {
  const cloth = kit.plush(colour)
  const parts = []
  const layers = 3
  for (let i = 0; i < layers; i++)
    parts.push(
      kit.put(kit.roundedBox(w, h / layers, d, h / layers / 2.02, cloth, 8), {
        at: [0, (i + 0.5) * (h / layers), 0],
      }),
    )
  parts.push(
    kit.put(kit.roundedBox(w * 1.004, h * 0.98, d * 0.94, h * 0.35, cloth, 8), { at: [0, h / 2, -d * 0.05] }),
  )
  parts.push(
    kit.put(kit.roundedBox(w * 0.07, h * 1.012, d * 1.01, h * 0.3, kit.fabric(kit.darken(colour, 0.16)), 6), {
      at: [w * 0.36, h / 2, 0],
    }),
  )
  return kit.group(parts)
}

function roll(r, l, colour) {
  const spiral = kit.canvasTexture(256, 256, (x) => {
    x.fillStyle = kit.lighten(colour, 0.06)
    x.fillRect(0, 0, 256, 256)
    x.strokeStyle = kit.darken(colour, 0.28)
    x.lineWidth = 6
    x.beginPath()
    for (let a = 0; a < 26; a += 0.1) x.lineTo(128 + Math.cos(a) * a * 4.8, 128 + Math.sin(a) * a * 4.8)
    x.stroke()
  })
  const body = kit.puck(r, l, 0.09, kit.plush(colour))
  const end = kit.put(
    kit.mesh(new kit.THREE.CircleGeometry(r * 0.92, 48), kit.plush('#ffffff', { map: spiral })),
    { at: [0, l + 0.003, 0], turn: [-Math.PI / 2, 0, 0] },
  )
  return kit.put(kit.group(body, end), { turn: [Math.PI / 2, 0, 0] })
}

export const models = {
  'table-lamp'(THREE, palette) {
    const body = kit.ceramic(palette.main)
    const shade = kit.fabric('#f7e3bd', {
      emissive: '#e8b868',
      emissiveIntensity: 0.28,
      sheen: 0.1,
      bumpMap: kit.ribBump(6),
      bumpScale: 1.2,
    })
    const base = palette.opts.round
      ? kit.lathe(
          [
            [0, 0],
            [0.4, 0],
            [0.42, 0.05],
            [0.6, 0.25],
            [0.74, 0.62],
            [0.62, 1.0],
            [0.3, 1.24],
            [0.1, 1.36],
            [0.07, 1.6],
            [0, 1.6],
          ],
          body,
          { smooth: true },
        )
      : kit.lathe(
          [
            [0, 0],
            [0.5, 0],
            [0.54, 0.05],
            [0.5, 0.12],
            [0.32, 0.3],
            [0.5, 0.75],
            [0.42, 1.1],
            [0.12, 1.4],
            [0.08, 1.6],
            [0, 1.6],
          ],
          body,
          { smooth: true },
        )
    return kit.group(
      base,
      kit.put(kit.cylinder(0.045, 0.045, 0.5, kit.gold()), { at: [0, 1.75, 0] }),
      kit.lathe(
        [
          [0.88, 1.62],
          [0.58, 2.5],
          [0.55, 2.5],
          [0.85, 1.62],
          [0.88, 1.62],
        ],
        shade,
      ),
      kit.lathe(
        [
          [0.87, 1.6],
          [0.9, 1.6],
          [0.895, 1.66],
          [0.865, 1.66],
        ],
        kit.fabric(palette.accent),
      ),
      kit.lathe(
        [
          [0.57, 2.46],
          [0.6, 2.46],
          [0.59, 2.52],
          [0.56, 2.52],
        ],
        kit.fabric(palette.accent),
      ),
      kit.put(kit.sphere(0.2, kit.glow()), { at: [0, 2, 0] }),
      kit.put(kit.sphere(0.06, kit.gold()), { at: [0, 2.62, 0] }),
      kit.put(kit.cylinder(0.02, 0.02, 0.4, kit.gold()), { at: [0, 2.4, 0] }),
    )
  },

  pillow(THREE, palette) {
    const one = (colour, stripe) => {
      const map = stripe
        ? kit.canvasTexture(512, 512, (x, w, h) => {
            x.fillStyle = colour
            x.fillRect(0, 0, w, h)
            x.fillStyle = palette.second
            for (let i = 0; i < 6; i++) x.fillRect(i * 88 + 22, 0, 26, h)
          })
        : undefined
      const cloth = kit.fabric(colour, map ? { map } : {})
      const edge = (t) => {
        const a = t * Math.PI * 2,
          c = Math.cos(a),
          s = Math.sin(a)
        const k = 1 / Math.max(Math.abs(c), Math.abs(s))
        const x = c * k,
          y = s * k
        return [x * 1.1 * (1 - 0.07 * (1 - y * y)), y * 0.8 * (1 - 0.07 * (1 - x * x)), 0]
      }
      const rim = Array.from({ length: 64 }, (_, i) => edge(i / 64))
      return kit.group(
        kit.puffy(2.2, 1.6, 0.78, cloth, { pinch: 0.07 }),
        kit.tube(rim, 0.028, kit.fabric(kit.mix(colour, palette.accent, 0.5)), {
          closed: true,
          segments: 220,
          sides: 10,
        }),
      )
    }
    const front = kit.put(one(palette.main, palette.opts.stripe), { at: [0, 0.78, 0.1], turn: [-0.24, 0, 0] })
    if (palette.opts.count !== 2) return front
    return kit.group(
      front,
      kit.put(one(palette.second, true), { at: [0.55, 0.84, -0.5], turn: [-0.2, -0.25, 0.05] }),
    )
  },

  'storage-box'(THREE, palette) {
    const box = (colour, open) => {
      const cloth = kit.fabric(colour),
        rope = kit.fabric(palette.accent)
      const g = kit.group(kit.put(kit.roundedBox(1.9, 1.1, 1.3, 0.1, cloth), { at: [0, 0.55, 0] }))
      const lid = kit.group(
        kit.put(kit.roundedBox(1.98, 0.24, 1.38, 0.09, kit.fabric(palette.second)), { at: [0, 0.12, 0] }),
      )
      if (open) {
        g.add(
          kit.put(kit.roundedBox(1.7, 0.02, 1.1, 0.01, kit.matte(kit.darken(colour, 0.55))), {
            at: [0, 1.105, 0],
          }),
        )
        for (const [i, c] of [palette.second, '#f5efe4', palette.accent].entries())
          g.add(kit.put(towel(0.52, 0.42, 0.95, c), { at: [-0.56 + i * 0.56, 0.98, 0] }))
        g.add(kit.put(lid, { at: [0, 1.78, -0.78], turn: [-1.75, 0, 0] }))
      } else g.add(kit.put(lid, { at: [0, 1.02, 0] }))
      for (const s of [-1, 1])
        g.add(
          kit.put(
            kit.tube(
              [
                [0, 0, -0.26],
                [s * 0.14, -0.12, -0.14],
                [s * 0.14, -0.12, 0.14],
                [0, 0, 0.26],
              ],
              0.05,
              rope,
            ),
            { at: [s * 0.95, 0.78, 0] },
          ),
        )
      const tag = kit.label([{ text: '收纳', size: 150, weight: 700 }], { w: 512, h: 300, bg: '#fbf6ec' })
      g.add(
        kit.put(kit.roundedBox(0.56, 0.33, 0.02, 0.01, kit.leather(palette.accent)), {
          at: [0, 0.58, 0.655],
        }),
        kit.put(kit.sticker(0.49, 0.27, tag), { at: [0, 0.58, 0.667] }),
      )
      return g
    }
    const n = palette.opts.count ?? 1
    const g = kit.group(box(palette.main, palette.opts.open))
    if (n === 2)
      g.add(kit.put(box(palette.second, false), { at: [0.16, 1.26, 0], turn: [0, 0.2, 0], scale: 0.78 }))
    if (n === 3)
      g.add(
        kit.put(box(palette.second, false), { at: [-0.1, 1.26, 0], turn: [0, 0.14, 0], scale: 0.8 }),
        kit.put(box(palette.accent, false), { at: [0.05, 2.26, 0], turn: [0, -0.16, 0], scale: 0.6 }),
      )
    return g
  },

  'scented-candle'(THREE, palette) {
    const one = (colour, name, s) => {
      const wax = kit.matte('#fbf1dd', { roughness: 0.5, emissive: '#f2c27c', emissiveIntensity: 0.18 })
      const jar = kit.ceramic(colour, { side: THREE.DoubleSide })
      const tex = kit.label(
        [
          { text: name, size: 120, weight: 700, y: 0.42, spacing: 14 },
          { text: 'LINGER · 180 g', size: 40, weight: 500, y: 0.72, spacing: 6, colour: '#8a7355' },
        ],
        { w: 640, h: 420, border: '#c9b48e' },
      )
      return kit.put(
        kit.group(
          kit.lathe(
            [
              [0, 0],
              [0.72, 0],
              [0.8, 0.06],
              [0.8, 1.42],
              [0.78, 1.46],
              [0.74, 1.44],
              [0.73, 1.1],
            ],
            jar,
          ),
          kit.put(kit.puck(0.735, 0.1, 0.02, wax), { at: [0, 1.12, 0] }),
          kit.put(kit.cylinder(0.016, 0.016, 0.26, kit.matte('#2b2522')), { at: [0, 1.32, 0] }),
          kit.put(
            kit.lathe(
              [
                [0, 0],
                [0.07, 0.05],
                [0.1, 0.14],
                [0.06, 0.3],
                [0, 0.48],
              ],
              kit.glow('#ffb347', { emissiveIntensity: 1.5 }),
              { smooth: true },
            ),
            { at: [0, 1.4, 0] },
          ),
          kit.put(kit.sphere(0.07, kit.glow('#fff3c9', { emissiveIntensity: 1.6 })), { at: [0, 1.5, 0.05] }),
          kit.put(kit.wrapLabel(0.806, 0.66, 1.15, tex), { at: [0, 0.68, 0] }),
        ),
        { scale: s },
      )
    }
    const n = palette.opts.count ?? 1
    const g = kit.group(one(palette.main, '晚安', 1))
    if (n > 1) g.add(kit.put(one(palette.second, '初雪', 0.78), { at: [1.45, 0, 0.25] }))
    if (n > 2) g.add(kit.put(one(palette.accent, '木樨', 0.66), { at: [-1.35, 0, 0.35] }))
    if (n === 1)
      g.add(
        kit.put(
          kit.lathe(
            [
              [0, 0],
              [0.8, 0],
              [0.84, 0.03],
              [0.84, 0.1],
              [0.8, 0.13],
              [0, 0.13],
            ],
            kit.wood('#b98a5a'),
          ),
          { at: [1.25, 0, 0.45] },
        ),
      )
    return g
  },

  vase(THREE, palette, rng) {
    const glaze = kit.ceramic(palette.main, { roughness: 0.42, clearcoat: 0.5, side: THREE.DoubleSide })
    const forms = [
      [
        [0, 0],
        [0.36, 0],
        [0.5, 0.1],
        [0.68, 0.6],
        [0.5, 1.15],
        [0.2, 1.5],
        [0.2, 1.72],
        [0.28, 1.82],
        [0.25, 1.8],
        [0.16, 1.6],
      ],
      [
        [0, 0],
        [0.42, 0],
        [0.62, 0.14],
        [0.8, 0.5],
        [0.66, 0.92],
        [0.3, 1.1],
        [0.3, 1.2],
        [0.36, 1.26],
        [0.32, 1.24],
        [0.25, 1.1],
      ],
      [
        [0, 0],
        [0.4, 0],
        [0.44, 0.1],
        [0.5, 0.5],
        [0.6, 1.1],
        [0.58, 1.4],
        [0.32, 1.6],
        [0.34, 1.72],
        [0.3, 1.7],
        [0.26, 1.55],
      ],
    ]
    const form = forms[palette.opts.form ?? 0]
    const mouth = form.at(-1)[1]
    const green = ['#7f9a6b', '#c8a86a', '#93a978', '#b9705a', '#8ea88f'][palette.variant - 1]
    const sprigs = [-0.9, 0.05, 0.95].map((lean, i) =>
      kit.put(sprig(rng, 1.35 - Math.abs(lean) * 0.3, i === 1 ? kit.lighten(green, 0.15) : green, lean), {
        at: [0, mouth - 0.1, 0],
      }),
    )
    return kit.group(kit.lathe(form, glaze, { smooth: true }), sprigs)
  },

  'bath-towels'(THREE, palette) {
    const g = kit.group()
    if (palette.opts.rolls) {
      for (const [i, [x, y]] of [
        [-0.66, 0.42],
        [0.22, 0.42],
        [-0.22, 1.14],
      ].entries())
        g.add(
          kit.put(roll(0.43, 1.5, [palette.main, palette.second, palette.main][i]), {
            at: [x, y, -0.75],
            turn: [Math.PI / 2, 0, 0],
          }),
        )
      return g
    }
    const colours = [palette.main, palette.second, palette.main]
    let y = 0
    for (const [i, c] of colours.entries()) {
      const h = 0.44 - i * 0.03
      g.add(kit.put(towel(2 - i * 0.06, h, 1.35, c), { at: [0, y, 0], turn: [0, (i - 1) * 0.05, 0] }))
      y += h
    }
    g.add(
      kit.put(roll(0.26, 1.1, palette.accent), { at: [-0.1, y + 0.25, -0.5], turn: [Math.PI / 2, 0, 0.08] }),
    )
    return g
  },
}
