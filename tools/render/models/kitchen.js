// Kitchen: portable kettle, teapot, frying pan, thermos, chopping board, air fryer.
// Silhouettes first: spout, handle, lid and basket are drawn a little larger than life.
import * as kit from '../kit.js'

export const looks = {
  'portable-kettle': [
    { swatch: 'cream', yaw: 0.45, set: 'disc', backdrop: 'latte' },
    { swatch: 'mint', yaw: -0.5, set: 'arch', backdrop: 'mint' },
    { swatch: 'coral', yaw: 0.4, set: 'slab', backdrop: 'shell', opts: { folded: true } },
    { swatch: 'graphite', yaw: -0.4, set: 'steps', backdrop: 'butter' },
    { swatch: 'sky', yaw: 0.5, set: 'floor', backdrop: 'sky', opts: { folded: true }, pitch: 0.3 },
  ],
  teapot: [
    { swatch: 'celadon', yaw: 0.4, set: 'disc', pitch: 0.3, opts: { cups: 2 } },
    {
      swatch: 'clay',
      yaw: -0.4,
      set: 'slab',
      pitch: 0.26,
      backdrop: 'sand',
      opts: { cups: 1 },
      zh: '紫砂',
      en: 'Zisha clay',
      main: '#8d4f38',
    },
    { swatch: 'cloud', yaw: 0.3, set: 'arch', pitch: 0.24, backdrop: 'aqua', opts: { cups: 0 } },
    { swatch: 'ink', yaw: -0.5, set: 'steps', pitch: 0.3, backdrop: 'sage', opts: { cups: 2 } },
    { swatch: 'indigo', yaw: 0.5, set: 'floor', pitch: 0.3, backdrop: 'shell', opts: { cups: 3 } },
  ],
  'frying-pan': [
    { swatch: 'cream', yaw: -0.5, set: 'disc', pitch: 0.5, zoom: 1.12 },
    { swatch: 'forest', yaw: 0.5, set: 'slab', pitch: 0.5, zoom: 1.12, opts: { egg: true } },
    {
      swatch: 'crimson',
      yaw: -0.4,
      set: 'floor',
      pitch: 0.52,
      zoom: 1.12,
      backdrop: 'shell',
      opts: { egg: true },
    },
    {
      swatch: 'graphite',
      yaw: 0.6,
      set: 'disc',
      pitch: 0.5,
      zoom: 1.12,
      backdrop: 'butter',
      opts: { egg: true },
    },
    { swatch: 'sky', yaw: -0.6, set: 'slab', pitch: 0.46, backdrop: 'sand', opts: { stand: true } },
  ],
  thermos: [
    { swatch: 'forest', yaw: 0.2, set: 'disc', backdrop: 'sage' },
    { swatch: 'cream', yaw: -0.2, set: 'arch', backdrop: 'peach' },
    { swatch: 'denim', yaw: 0.3, set: 'slab', backdrop: 'mist', opts: { cup: true } },
    { swatch: 'ink', yaw: 0.1, set: 'steps', backdrop: 'ember' },
    { swatch: 'blush', yaw: -0.3, set: 'floor', opts: { cup: true } },
  ],
  'chopping-board': [
    { swatch: 'oak', yaw: 0.25, set: 'disc', backdrop: 'mint', opts: { veg: 0 } },
    { swatch: 'walnut', yaw: -0.3, set: 'arch', backdrop: 'latte', opts: { veg: 0 } },
    { swatch: 'bamboo', yaw: 0.4, set: 'slab', pitch: 0.55, zoom: 1.12, opts: { veg: 1, flat: true } },
    {
      swatch: 'caramel',
      yaw: -0.5,
      set: 'floor',
      pitch: 0.55,
      zoom: 1.2,
      backdrop: 'aqua',
      opts: { veg: 2, flat: true },
    },
    { swatch: 'cocoa', yaw: 0.3, set: 'steps', backdrop: 'shell', opts: { veg: 0, pair: true } },
  ],
  'air-fryer': [
    { swatch: 'cream', yaw: 0.4, set: 'disc' },
    { swatch: 'ink', yaw: -0.4, set: 'slab', backdrop: 'mist' },
    { swatch: 'sage', yaw: 0.5, set: 'arch', backdrop: 'sage', opts: { open: true }, pitch: 0.34 },
    { swatch: 'blush', yaw: -0.35, set: 'steps', opts: { open: true }, pitch: 0.34 },
    { swatch: 'teal', yaw: 0.3, set: 'floor', backdrop: 'butter' },
  ],
}

const board = (w, h, d, colour, seed) => {
  const r = 0.22,
    pts = []
  const corner = (cx, cy, a0) => {
    for (let i = 0; i <= 8; i++) {
      const a = a0 + ((i / 8) * Math.PI) / 2
      pts.push([cx + Math.cos(a) * r, cy + Math.sin(a) * r])
    }
  }
  corner(w / 2 - r, h / 2 - r, 0)
  corner(-w / 2 + r, h / 2 - r, Math.PI / 2)
  corner(-w / 2 + r, -h / 2 + r, Math.PI)
  corner(w / 2 - r, -h / 2 + r, Math.PI * 1.5)
  const slot = []
  for (let i = 0; i < 24; i++) {
    const a = (i / 24) * Math.PI * 2
    slot.push([Math.cos(a) * 0.09 + Math.sign(Math.cos(a)) * 0.2, h / 2 - 0.24 + Math.sin(a) * 0.09])
  }
  const texture = kit.woodTexture(colour, { repeat: [0.5, 0.5], rings: 22 + seed })
  return kit.extrude(pts, d, kit.wood(colour, { map: texture }), { bevel: 0.035, holes: [slot] })
}

const kettleBody = (colour, folded) => {
  const soft = kit.rubber(colour, { roughness: 0.55, clearcoat: 0.2 })
  const ribs = []
  const n = 4,
    hRib = folded ? 0.1 : 0.27
  for (let i = 0; i < n; i++) {
    const y = 0.34 + i * hRib,
      r = 0.86 - i * 0.055
    ribs.push([r, y], [r - 0.13, y + hRib / 2])
  }
  const top = 0.34 + n * hRib
  return {
    top,
    mesh: kit.lathe([[0, 0.3], [0.86, 0.3], ...ribs, [0.66, top], [0, top]], soft, { smooth: false }),
  }
}

export const models = {
  'portable-kettle'(THREE, palette) {
    const shell = kit.plastic(palette.main),
      pale = kit.plastic(kit.lighten(palette.main, 0.55)),
      steel = kit.metal()
    const body = kettleBody(kit.mix(palette.main, palette.accent, 0.18), palette.opts.folded)
    const y = body.top
    const g = kit.group(
      kit.put(kit.puck(0.98, 0.32, 0.1, shell), { at: [0, 0, 0] }),
      kit.put(
        kit.lathe(
          [
            [0.87, 0],
            [0.89, 0],
            [0.89, 0.05],
            [0.87, 0.05],
          ],
          steel,
        ),
        { at: [0, 0.3, 0] },
      ),
      body.mesh,
      kit.put(
        kit.lathe(
          [
            [0, 0],
            [0.72, 0],
            [0.76, 0.05],
            [0.72, 0.3],
            [0.66, 0.36],
            [0, 0.36],
          ],
          shell,
        ),
        { at: [0, y, 0] },
      ),
      kit.put(
        kit.lathe(
          [
            [0, 0],
            [0.62, 0],
            [0.58, 0.09],
            [0.2, 0.15],
            [0, 0.15],
          ],
          pale,
          { smooth: true },
        ),
        { at: [0, y + 0.35, 0] },
      ),
      kit.put(kit.puck(0.14, 0.14, 0.05, steel), { at: [0, y + 0.47, 0] }),
    )
    const spout = kit.extrude(
      [
        [0, -0.02],
        [0.42, 0.2],
        [0.46, 0.3],
        [0.36, 0.34],
        [0, 0.34],
      ],
      0.3,
      shell,
      { bevel: 0.05 },
    )
    g.add(kit.put(spout, { at: [0.56, y, 0] }))
    const h = palette.opts.folded ? 0.36 : 0.9
    g.add(
      kit.tube(
        [
          [-0.66, y + 0.2, 0],
          [-1.12, y + 0.18, 0],
          [-1.32, y - 0.08, 0],
          [-1.3, y - h * 0.55, 0],
          [-1.2, y - h * 0.82, 0],
        ],
        0.11,
        shell,
      ),
    )
    g.add(
      kit.put(kit.puck(0.09, 0.03, 0.012, kit.glow('#ffcf8a')), {
        at: [0, 0.16, 0.97],
        turn: [Math.PI / 2, 0, 0],
      }),
    )
    g.add(kit.put(kit.capsule(0.055, 0.34, pale), { at: [0.32, 0.16, 0.92], turn: [0, 0.33, Math.PI / 2] }))
    return g
  },

  teapot(THREE, palette) {
    const glaze = kit.ceramic(palette.main, { side: THREE.DoubleSide })
    const pot = kit.group(
      kit.lathe(
        [
          [0, 0],
          [0.5, 0],
          [0.54, 0.06],
          [0.8, 0.25],
          [0.98, 0.62],
          [0.9, 1.0],
          [0.62, 1.22],
          [0.46, 1.28],
        ],
        glaze,
        { smooth: true },
      ),
      kit.put(
        kit.lathe(
          [
            [0.5, 0],
            [0.5, 0.04],
            [0.4, 0.12],
            [0.16, 0.2],
            [0.06, 0.24],
            [0.07, 0.3],
            [0.15, 0.36],
            [0.14, 0.46],
            [0, 0.5],
          ],
          glaze,
          { smooth: true },
        ),
        { at: [0, 1.26, 0] },
      ),
    )
    const path = new THREE.CatmullRomCurve3(
      [
        [0.78, 0.5, 0],
        [1.12, 0.62, 0],
        [1.3, 0.95, 0],
        [1.58, 1.22, 0],
      ].map((p) => new THREE.Vector3(...p)),
    )
    const spout = kit.surface(
      (u, v) => {
        const p = path.getPoint(v),
          t = path.getTangent(v),
          r = 0.25 - 0.17 * Math.pow(v, 0.75),
          a = u * Math.PI * 2
        const nx = -t.y,
          ny = t.x
        return [p.x + nx * Math.cos(a) * r, p.y + ny * Math.cos(a) * r, Math.sin(a) * r]
      },
      glaze,
      { nu: 32, nv: 32 },
    )
    pot.add(
      spout,
      kit.tube(
        [
          [-0.84, 0.95, 0],
          [-1.25, 1.12, 0],
          [-1.52, 0.85, 0],
          [-1.36, 0.5, 0],
          [-0.9, 0.36, 0],
        ],
        0.085,
        glaze,
      ),
    )
    const cup = (x, z) =>
      kit.put(
        kit.group(
          kit.lathe(
            [
              [0, 0],
              [0.22, 0],
              [0.25, 0.06],
              [0.36, 0.26],
              [0.4, 0.46],
              [0.37, 0.46],
              [0.33, 0.28],
              [0.2, 0.1],
              [0, 0.08],
            ],
            glaze,
            { smooth: true },
          ),
          kit.put(kit.puck(0.36, 0.02, 0.008, kit.plastic('#b9772f', { roughness: 0.08 })), {
            at: [0, 0.36, 0],
          }),
        ),
        { at: [x, 0, z] },
      )
    const spots = [
      [-0.75, 1.25],
      [1.2, 0.95],
      [0.25, 1.45],
    ]
    for (let i = 0; i < palette.opts.cups; i++) pot.add(cup(...spots[i]))
    return pot
  },

  'frying-pan'(THREE, palette) {
    const enamel = kit.ceramic(palette.main, { side: THREE.DoubleSide }),
      inside = kit.matte('#35343a', { roughness: 0.5, side: THREE.DoubleSide })
    const pan = kit.group(
      kit.lathe(
        [
          [0, 0],
          [1.0, 0],
          [1.06, 0.03],
          [1.3, 0.38],
          [1.33, 0.4],
          [1.3, 0.42],
          [1.26, 0.4],
          [1.03, 0.07],
          [0, 0.07],
        ],
        enamel,
      ),
      kit.lathe(
        [
          [0, 0.085],
          [1.01, 0.085],
          [1.24, 0.4],
        ],
        inside,
      ),
      kit.lathe(
        [
          [1.26, 0.4],
          [1.3, 0.43],
          [1.34, 0.4],
        ],
        kit.metal(),
      ),
      kit.put(kit.roundedBox(0.34, 0.1, 0.24, 0.04, kit.metal()), { at: [1.42, 0.34, 0], turn: [0, 0, 0.2] }),
      kit.tube(
        [
          [1.5, 0.36, 0],
          [1.9, 0.46, 0],
          [2.35, 0.54, 0],
          [2.75, 0.56, 0],
        ],
        0.125,
        kit.wood('#b98357'),
        { sides: 24 },
      ),
    )
    if (palette.opts.egg) {
      const white = kit.warp(
        kit.puck(0.56, 0.1, 0.05, kit.plastic('#fffaf0', { roughness: 0.25 })),
        (x, y, z) => {
          const a = Math.atan2(z, x),
            k = 1 + 0.1 * Math.sin(a * 3 + 1) + 0.06 * Math.sin(a * 5)
          return [x * k, y, z * k]
        },
      )
      pan.add(
        kit.put(
          kit.group(
            white,
            kit.put(kit.sphere(0.24, kit.plastic('#f7a928', { roughness: 0.15, clearcoat: 1 })), {
              at: [0.03, 0.09, 0.02],
              scale: [1, 0.55, 1],
            }),
          ),
          { at: [-0.2, 0.08, 0.1] },
        ),
      )
      for (const [x, z] of [
        [0.55, -0.35],
        [0.62, 0.1],
        [0.3, -0.62],
      ])
        pan.add(
          kit.put(kit.sphere(0.16, kit.plastic('#d8402f', { roughness: 0.15, clearcoat: 1 })), {
            at: [x, 0.22, z],
          }),
        )
    }
    if (palette.opts.stand)
      return kit.put(kit.group(kit.put(pan, { turn: [0, 0, Math.PI / 2 - 0.12] })), {
        turn: [0, -Math.PI / 2 + 0.5, 0],
      })
    return pan
  },

  thermos(THREE, palette) {
    const coat = kit.plastic(palette.main, {
        roughness: 0.5,
        clearcoat: 0.3,
        bumpMap: kit.grainBump(4, 1),
        bumpScale: 0.25,
      }),
      steel = kit.metal()
    const mark = kit.label(
      [
        {
          text: '慢慢热',
          size: 120,
          weight: 700,
          y: 0.4,
          spacing: 20,
          colour: kit.isLight(palette.main) ? '#40352c' : '#fbf5ea',
        },
        {
          text: 'SLOW WARM · 500 ml',
          size: 40,
          weight: 500,
          y: 0.72,
          spacing: 5,
          colour: kit.isLight(palette.main) ? '#6c5b4b' : '#efe4d2',
        },
      ],
      { w: 640, h: 320, bg: null },
    )
    const g = kit.group(
      kit.lathe(
        [
          [0, 0],
          [0.46, 0],
          [0.52, 0.05],
          [0.52, 0.16],
        ],
        steel,
      ),
      kit.put(
        kit.lathe(
          [
            [0.53, 0],
            [0.55, 0.02],
            [0.55, 1.6],
            [0.5, 1.78],
            [0.42, 1.86],
            [0, 1.86],
          ],
          coat,
        ),
        { at: [0, 0.16, 0] },
      ),
      kit.put(kit.cylinder(0.43, 0.43, 0.08, steel), { at: [0, 2.05, 0] }),
      kit.put(kit.wrapLabel(0.556, 0.5, 1.7, mark), { at: [0, 1.05, 0] }),
    )
    const cap = kit.lathe(
      [
        [0, 0],
        [0.44, 0],
        [0.46, 0.03],
        [0.44, 0.46],
        [0.38, 0.54],
        [0, 0.56],
      ],
      kit.plastic(kit.mix(palette.main, palette.accent, 0.4)),
      {},
    )
    g.add(kit.put(cap, { at: [0, 2.09, 0] }))
    g.add(
      kit.tube(
        [
          [-0.36, 2.5, 0],
          [-0.5, 2.85, 0],
          [0, 3.02, 0],
          [0.5, 2.85, 0],
          [0.36, 2.5, 0],
        ],
        0.055,
        kit.leather('#a8764a'),
      ),
    )
    if (palette.opts.cup)
      g.add(
        kit.put(
          kit.group(
            kit.lathe(
              [
                [0, 0],
                [0.34, 0],
                [0.38, 0.04],
                [0.46, 0.52],
                [0.43, 0.52],
                [0.35, 0.1],
                [0, 0.08],
              ],
              kit.plastic(palette.second, { side: THREE.DoubleSide }),
            ),
            kit.put(kit.puck(0.41, 0.02, 0.008, kit.plastic('#9c5b24', { roughness: 0.1 })), {
              at: [0, 0.4, 0],
            }),
          ),
          { at: [0.98, 0, 0.5] },
        ),
      )
    return g
  },

  'chopping-board'(THREE, palette, rng) {
    const { flat, veg, pair } = palette.opts
    const main = board(1.6, 2.2, 0.13, palette.main, 0)
    const g = kit.group()
    if (!flat) {
      g.add(kit.put(main, { at: [0, 1.1, 0], turn: [-0.14, 0, 0] }))
      g.add(
        kit.put(kit.roundedBox(1.0, 0.16, 0.5, 0.05, kit.wood(kit.darken(palette.main, 0.3))), {
          at: [0, 0.06, 0.02],
        }),
      )
      if (pair)
        g.add(
          kit.put(board(1.15, 1.6, 0.12, kit.lighten(palette.main, 0.42), 6), {
            at: [0.5, 0.8, 0.3],
            turn: [-0.16, -0.1, 0],
          }),
        )
      return g
    }
    g.add(kit.put(main, { at: [0, 0.08, 0], turn: [-Math.PI / 2, 0, Math.PI / 2] }))
    if (veg === 1) {
      for (const [x, z] of [
        [-0.55, -0.3],
        [-0.2, 0.3],
        [0.3, -0.35],
      ])
        g.add(
          kit.put(
            kit.group(
              kit.put(kit.sphere(0.27, kit.plastic('#d6392b', { roughness: 0.14, clearcoat: 1 })), {
                at: [0, 0.26, 0],
                scale: [1, 0.9, 1],
              }),
              kit.put(kit.cylinder(0.03, 0.05, 0.14, kit.matte('#5f8a3a')), { at: [0, 0.53, 0] }),
              [0, 1, 2, 3, 4].map((i) =>
                kit.put(kit.capsule(0.025, 0.14, kit.matte('#5f8a3a')), {
                  at: [Math.cos(i * 1.26) * 0.09, 0.5, Math.sin(i * 1.26) * 0.09],
                  turn: [0, -i * 1.26, 1.35],
                }),
              ),
            ),
            { at: [x, 0.14, z] },
          ),
        )
      for (let i = 0; i < 3; i++)
        g.add(
          kit.put(kit.puck(0.22, 0.06, 0.02, kit.plastic('#e0543f', { roughness: 0.2 })), {
            at: [0.5 + i * 0.13, 0.15 + i * 0.03, 0.3 + i * 0.05],
            turn: [0, 0, 0.5],
          }),
        )
    } else {
      for (let i = 0; i < 7; i++)
        g.add(
          kit.put(
            kit.group(
              kit.puck(0.2, 0.06, 0.02, kit.plastic('#5c9440')),
              kit.put(kit.puck(0.17, 0.062, 0.02, kit.matte('#d9e8ae')), { at: [0, 0.003, 0] }),
            ),
            { at: [-0.6 + i * 0.2, 0.2 + rng() * 0.02, 0.2], turn: [0, 0, -0.9] },
          ),
        )
      g.add(
        kit.put(
          kit.capsule(0.2, 0.7, kit.plastic('#5c9440', { bumpMap: kit.grainBump(3, 2), bumpScale: 0.6 })),
          { at: [0.3, 0.34, -0.35], turn: [0, 0.2, Math.PI / 2] },
        ),
      )
      g.add(
        kit.put(kit.sphere(0.22, kit.plastic('#f3cc3e', { bumpMap: kit.grainBump(3, 2), bumpScale: 0.5 })), {
          at: [-0.6, 0.35, -0.35],
          scale: [1.25, 0.95, 1],
        }),
      )
    }
    return g
  },

  'air-fryer'(THREE, palette) {
    const shell = kit.plastic(palette.main, { roughness: 0.3 }),
      dark = kit.plastic('#2a2a2f', { roughness: 0.25 })
    const g = kit.group(
      kit.lathe(
        [
          [0, 0],
          [0.86, 0],
          [0.96, 0.08],
          [1.06, 0.5],
          [1.08, 1.1],
          [0.98, 1.7],
          [0.78, 1.98],
          [0.4, 2.08],
          [0, 2.1],
        ],
        shell,
        { smooth: true },
      ),
      kit.put(kit.puck(0.72, 0.05, 0.02, dark), { at: [0, 2.035, 0], scale: [0.8, 1, 0.8] }),
      kit.put(kit.torus(0.5, 0.025, kit.metal()), { at: [0, 2.085, 0], turn: [Math.PI / 2, 0, 0] }),
    )
    const panel = kit.label(
      [
        { text: '180°', size: 150, weight: 700, y: 0.36, colour: '#ffe9c4' },
        { text: '12 : 00', size: 66, weight: 500, y: 0.7, colour: '#bfc8d2' },
      ],
      { w: 512, h: 320, bg: '#1d1d22' },
    )
    g.add(
      kit.put(kit.wrapLabel(1.045, 0.42, 0.72, panel, { rBottom: 1.085, roughness: 0.12 }), {
        at: [0, 1.5, 0.0],
      }),
    )
    const out = palette.opts.open ? 0.85 : 0
    const face = kit.put(
      kit.mesh(
        new THREE.CylinderGeometry(1.12, 1.1, 0.86, 64, 1, true, -0.72, 1.44),
        kit.plastic(kit.mix(palette.main, palette.accent, 0.16), { side: THREE.DoubleSide }),
      ),
      { at: [0, 0.68, out] },
    )
    const handle = kit.group(
      kit.put(kit.roundedBox(0.3, 0.2, 0.5, 0.07, kit.plastic(palette.second)), { at: [0, 0.76, 1.3 + out] }),
      kit.put(kit.roundedBox(0.34, 0.62, 0.17, 0.08, kit.plastic(palette.second)), {
        at: [0, 0.62, 1.5 + out],
      }),
    )
    g.add(face, handle)
    if (out) {
      g.add(
        kit.put(kit.roundedBox(1.36, 0.6, 1.2, 0.1, dark), { at: [0, 0.58, 1.15] }),
        kit.put(kit.roundedBox(1.18, 0.06, 1.0, 0.03, kit.matte('#141417')), { at: [0, 0.87, 1.2] }),
      )
      for (let i = 0; i < 22; i++)
        g.add(
          kit.put(kit.roundedBox(0.09, 0.09, 0.48, 0.02, kit.food('#e9b04a')), {
            at: [Math.sin(i * 2.4) * 0.44, 0.92 + (i % 4) * 0.045, 1.2 + Math.cos(i * 1.7) * 0.26],
            turn: [0.15, i * 1.1, 0.2],
          }),
        )
    }
    return g
  },
}
