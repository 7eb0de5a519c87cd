// Beauty: lipstick, serum, face cream, cushion, perfume, shampoo.
// Gloss sells here: gold collars, thick clear glass over coloured liquid, one quiet label.
import * as kit from '../kit.js'

export const looks = {
  lipstick: [
    { swatch: 'crimson', yaw: -0.35, set: 'disc' },
    { swatch: 'rosewood', yaw: 0.3, set: 'slab', backdrop: 'shell' },
    { swatch: 'coral', yaw: -0.3, set: 'arch', backdrop: 'peach' },
    { swatch: 'plum', yaw: 0.3, set: 'steps', backdrop: 'lilac', opts: { count: 3 } },
    { swatch: 'blush', yaw: -0.3, set: 'floor', backdrop: 'wine', opts: { count: 2 } },
  ],
  serum: [
    { swatch: 'apricot', set: 'disc', yaw: 0.15 },
    { swatch: 'mint', set: 'slab', yaw: -0.2, backdrop: 'aqua' },
    { swatch: 'lilac', set: 'arch', yaw: 0.2 },
    { swatch: 'honey', set: 'steps', yaw: -0.15, backdrop: 'ember', opts: { box: true } },
    { swatch: 'sky', set: 'floor', yaw: 0.2, opts: { box: true } },
  ],
  'face-cream': [
    { swatch: 'cloud', set: 'disc', pitch: 0.36, backdrop: 'sky', opts: { open: true } },
    { swatch: 'sage', set: 'arch', pitch: 0.28 },
    { swatch: 'blush', set: 'slab', pitch: 0.38, opts: { open: true } },
    { swatch: 'navy', set: 'steps', pitch: 0.3, backdrop: 'butter', opts: { stack: true } },
    { swatch: 'honey', set: 'floor', pitch: 0.36, backdrop: 'peach', opts: { open: true } },
  ],
  cushion: [
    { swatch: 'blush', set: 'disc', pitch: 0.28, yaw: 0.25 },
    { swatch: 'cream', set: 'slab', pitch: 0.28, yaw: -0.25, backdrop: 'sage' },
    { swatch: 'ink', set: 'arch', pitch: 0.28, yaw: 0.2, backdrop: 'shell' },
    { swatch: 'lilac', set: 'steps', pitch: 0.3, yaw: -0.3 },
    { swatch: 'rosewood', set: 'floor', pitch: 0.28, yaw: 0.3, backdrop: 'peach' },
  ],
  perfume: [
    { swatch: 'honey', set: 'disc', yaw: 0.35, backdrop: 'latte' },
    { swatch: 'blush', set: 'arch', yaw: -0.35 },
    { swatch: 'teal', set: 'slab', yaw: 0.4 },
    { swatch: 'plum', set: 'steps', yaw: -0.3, backdrop: 'wine' },
    { swatch: 'sage', set: 'floor', yaw: 0.3, backdrop: 'sage', opts: { round: true } },
  ],
  shampoo: [
    { swatch: 'sage', set: 'disc', yaw: 0.25 },
    { swatch: 'cloud', set: 'slab', yaw: -0.25, backdrop: 'aqua', opts: { pair: true } },
    { swatch: 'caramel', set: 'arch', yaw: 0.2 },
    { swatch: 'ink', set: 'steps', yaw: -0.2, backdrop: 'mint', opts: { pair: true } },
    { swatch: 'lilac', set: 'floor', yaw: 0.3, backdrop: 'butter' },
  ],
}

function stick(palette, wax, up) {
  const gold = kit.gold(),
    black = kit.plastic('#1b181d', { roughness: 0.18, clearcoat: 1 })
  const bullet = kit.mesh(new kit.THREE.CylinderGeometry(0.36, 0.36, 1.2, 72, 48), wax)
  kit.warp(bullet, (x, y, z) => {
    const limit = 0.22 - x * 0.95
    const r = Math.hypot(x, z) / 0.36
    const soft = 0.07 * (1 - Math.sqrt(Math.max(0, 1 - r ** 6)))
    return [x, Math.min(y, limit - soft), z]
  })
  return kit.group(
    kit.puck(0.62, 1.25, 0.05, black),
    kit.put(
      kit.lathe(
        [
          [0.62, 0],
          [0.64, 0.02],
          [0.64, 0.1],
          [0.62, 0.12],
        ],
        gold,
      ),
      { at: [0, 1.08, 0] },
    ),
    kit.put(kit.puck(0.5, 0.12, 0.03, gold), { at: [0, 1.24, 0] }),
    kit.put(kit.puck(0.44, 0.6, 0.04, gold), { at: [0, 1.32, 0] }),
    kit.put(bullet, { at: [0, 1.9 + 0.55 * up, 0] }),
  )
}
function cap() {
  const black = kit.plastic('#1b181d', { roughness: 0.18, clearcoat: 1 })
  return kit.group(
    kit.puck(0.66, 1.7, 0.06, black),
    kit.put(
      kit.lathe(
        [
          [0.66, 0],
          [0.675, 0.01],
          [0.675, 0.1],
          [0.66, 0.11],
        ],
        kit.gold(),
      ),
      { at: [0, 0.06, 0] },
    ),
  )
}
const carton = (w, h, d, colour, texture) =>
  kit.group(
    kit.put(kit.roundedBox(w, h, d, 0.03, kit.paper(colour)), { at: [0, h / 2, 0] }),
    kit.put(kit.sticker(w * 0.86, h * 0.8, texture), { at: [0, h / 2, d / 2 + 0.006] }),
  )

export const models = {
  lipstick(THREE, palette) {
    const wax = (c) => kit.plastic(c, { roughness: 0.3, clearcoat: 0.7, clearcoatRoughness: 0.25 })
    const n = palette.opts.count ?? 1
    if (n === 1)
      return kit.group(
        stick(palette, wax(palette.main), 1),
        kit.put(cap(), { at: [2.15, 0.66, 0.75], turn: [0, 0.5, Math.PI / 2] }),
      )
    const shades = [palette.main, kit.darken(palette.main, 0.25), kit.mix(palette.main, '#e8735a', 0.55)]
    return kit.group(
      Array.from({ length: n }, (_, i) =>
        kit.put(stick(palette, wax(shades[i]), i === 0 ? 1 : 0.6), {
          at: [[0, 1.5, -1.5][i], 0, [0.3, -0.15, -0.15][i]],
        }),
      ),
    )
  },

  serum(THREE, palette) {
    const liquid = kit.tintedGlass(palette.main, { opacity: 0.9, roughness: 0.1 })
    const tex = kit.label(
      [
        { text: '晨露', size: 150, weight: 700, y: 0.4, spacing: 16 },
        {
          text: 'SERUM · 30 ml',
          size: 48,
          weight: 500,
          y: 0.74,
          spacing: 4,
          colour: kit.darken(palette.main, 0.45),
        },
      ],
      { w: 640, h: 440 },
    )
    const bottle = kit.group(
      kit.lathe(
        [
          [0, 0.08],
          [0.78, 0.08],
          [0.85, 0.16],
          [0.85, 1.42],
          [0, 1.42],
        ],
        liquid,
      ),
      kit.put(kit.cylinder(0.05, 0.05, 1.7, kit.glass('#ffffff', { opacity: 0.5 })), { at: [0, 1.3, 0] }),
      kit.lathe(
        [
          [0, 0],
          [0.84, 0],
          [0.94, 0.08],
          [0.95, 1.7],
          [0.86, 1.96],
          [0.46, 2.12],
          [0.42, 2.28],
        ],
        kit.glass(kit.lighten(palette.main, 0.6), { opacity: 0.3 }),
      ),
      kit.put(kit.puck(0.5, 0.5, 0.04, kit.gold()), { at: [0, 2.2, 0] }),
      kit.put(
        kit.lathe(
          [
            [0, 0],
            [0.3, 0],
            [0.33, 0.12],
            [0.34, 0.5],
            [0.26, 0.76],
            [0.1, 0.84],
            [0, 0.85],
          ],
          kit.rubber('#fbf8f2', { roughness: 0.45 }),
          { smooth: true },
        ),
        { at: [0, 2.7, 0] },
      ),
      kit.put(kit.wrapLabel(0.96, 0.8, 1.35, tex), { at: [0, 0.82, 0] }),
    )
    if (palette.opts.box)
      bottle.add(
        kit.put(
          carton(
            1.25,
            2.9,
            1.25,
            palette.second,
            kit.label(
              [
                { text: '晨', size: 200, weight: 700, y: 0.25 },
                { text: '露', size: 200, weight: 700, y: 0.52 },
                { text: 'SERUM', size: 60, y: 0.85, spacing: 10 },
              ],
              { w: 400, h: 860, bg: palette.second },
            ),
          ),
          { at: [-1.5, 0, -0.9], turn: [0, 0.3, 0] },
        ),
      )
    return bottle
  },

  'face-cream'(THREE, palette) {
    const glassy = kit.ceramic(palette.main, { roughness: 0.14 })
    const tex = (c) =>
      kit.label(
        [
          {
            text: '静养霜',
            size: 130,
            weight: 700,
            y: 0.38,
            spacing: 14,
            colour: kit.isLight(c) ? '#3f342d' : '#fbf5ea',
          },
          {
            text: 'REST CREAM · 50 g',
            size: 42,
            weight: 500,
            y: 0.72,
            spacing: 4,
            colour: kit.isLight(c) ? '#7a6a5b' : '#e9dcc4',
          },
        ],
        { w: 700, h: 340, bg: null },
      )
    const jar = (c, mat) =>
      kit.group(
        kit.lathe(
          [
            [0, 0],
            [0.95, 0],
            [1.08, 0.08],
            [1.1, 0.5],
            [1.02, 0.86],
            [0.92, 0.92],
            [0, 0.92],
          ],
          mat,
        ),
        kit.put(kit.wrapLabel(1.104, 0.46, 1.3, tex(c)), { at: [0, 0.46, 0] }),
      )
    const lid = () => kit.group(kit.puck(1.0, 0.4, 0.07, kit.gold({ roughness: 0.28 })))
    const g = kit.group(jar(palette.main, glassy))
    if (palette.opts.open) {
      const cream = kit.plastic('#fffdf6', { roughness: 0.35 })
      g.add(
        kit.put(
          kit.lathe(
            [
              [0.9, 0],
              [0.92, 0],
              [0.92, 0.16],
              [0.84, 0.16],
              [0.84, 0.02],
            ],
            glassy,
          ),
          { at: [0, 0.9, 0] },
        ),
      )
      g.add(
        kit.put(
          kit.warp(kit.puck(0.84, 0.14, 0.04, cream), (x, y, z) => [x, y, z]),
          { at: [0, 0.92, 0] },
        ),
      )
      const swirl = Array.from({ length: 40 }, (_, i) => {
        const t = i / 39
        return [Math.cos(t * 11) * 0.6 * (1 - t), 1.06 + t * 0.26, Math.sin(t * 11) * 0.6 * (1 - t)]
      })
      g.add(kit.tube(swirl, 0.13, cream, { segments: 200 }))
      g.add(kit.put(lid(), { at: [1.42, 0.86, 0.55], turn: [0, 0, 1.25] }))
    } else g.add(kit.put(lid(), { at: [0, 0.93, 0] }))
    if (palette.opts.stack)
      g.add(
        kit.put(
          kit.group(jar(palette.second, kit.ceramic(palette.second)), kit.put(lid(), { at: [0, 0.93, 0] })),
          { at: [0, 1.34, 0], scale: 0.78 },
        ),
      )
    return g
  },

  cushion(THREE, palette) {
    const shell = kit.ceramic(palette.main),
      gold = kit.gold()
    const lid = kit.group(
      kit.puck(1.1, 0.16, 0.07, shell),
      kit.put(kit.puck(0.95, 0.02, 0.008, kit.metal('#dfe6ee', { roughness: 0.06 })), { at: [0, -0.012, 0] }),
      kit.put(kit.torus(1.0, 0.03, gold), { at: [0, 0, 0], turn: [Math.PI / 2, 0, 0] }),
    )
    const tone = '#e8c09c'
    const base = kit.group(
      kit.puck(1.1, 0.34, 0.1, shell),
      kit.put(kit.torus(0.86, 0.045, gold), { at: [0, 0.34, 0], turn: [Math.PI / 2, 0, 0] }),
      kit.put(
        kit.lathe(
          [
            [0.84, 0],
            [0.5, 0.08],
            [0, 0.1],
          ],
          kit.food(tone, { bumpMap: kit.grainBump(8, 1.4), bumpScale: 1.4 }),
        ),
        { at: [0, 0.34, 0] },
      ),
    )
    const puff = kit.group(
      kit.puck(0.6, 0.2, 0.09, kit.fabric('#fbf4ec')),
      kit.put(kit.roundedBox(1.16, 0.03, 0.2, 0.012, kit.fabric(palette.accent)), { at: [0, 0.2, 0] }),
    )
    return kit.group(
      base,
      kit.put(lid, { at: [0, 1.32, -1.2], turn: [-Math.PI / 2 - 0.22, 0, 0] }),
      kit.put(kit.capsule(0.07, 0.5, gold), { at: [0, 0.3, -1.08], turn: [0, 0, Math.PI / 2] }),
      kit.put(puff, { at: [1.05, 0.5, 0.75], turn: [0.95, -0.25, -0.2] }),
    )
  },

  perfume(THREE, palette) {
    const inner = kit.tintedGlass(palette.main, { opacity: 0.92, roughness: 0.08 })
    const outer = kit.glass('#ffffff', { opacity: 0.24 })
    const tex = kit.label(
      [
        { text: '雨后', size: 140, weight: 700, y: 0.36, spacing: 18 },
        { text: 'AFTER RAIN', size: 50, weight: 500, y: 0.7, spacing: 8, colour: '#7f6a55' },
      ],
      { w: 560, h: 360, border: '#c9ae84' },
    )
    const collar = kit.group(
      kit.put(kit.puck(0.34, 0.2, 0.03, kit.gold()), {}),
      kit.put(kit.puck(0.26, 0.16, 0.03, kit.gold()), { at: [0, 0.2, 0] }),
    )
    if (palette.opts.round) {
      return kit.group(
        kit.put(kit.sphere(0.96, inner), { at: [0, 1.05, 0], scale: [1, 1, 0.6] }),
        kit.put(kit.sphere(1.08, outer), { at: [0, 1.05, 0], scale: [1, 1, 0.64] }),
        kit.put(kit.puck(0.55, 0.1, 0.03, kit.glass('#fff', { opacity: 0.5 })), { scale: [1, 1, 0.6] }),
        kit.put(collar, { at: [0, 2.05, 0] }),
        kit.put(kit.sphere(0.36, kit.wood('#a9774b')), { at: [0, 2.7, 0] }),
        kit.put(kit.sticker(0.86, 0.55, tex), { at: [0, 1.02, 0.7] }),
      )
    }
    return kit.group(
      kit.put(kit.roundedBox(1.42, 1.3, 0.66, 0.08, inner), { at: [0, 0.86, 0] }),
      kit.put(kit.roundedBox(1.7, 1.9, 0.9, 0.14, outer), { at: [0, 0.95, 0] }),
      kit.put(kit.sticker(1.0, 0.64, tex), { at: [0, 0.86, 0.462] }),
      kit.put(collar, { at: [0, 1.9, 0] }),
      kit.put(
        kit.roundedBox(
          0.78,
          0.72,
          0.6,
          0.09,
          palette.variant % 2 ? kit.gold({ roughness: 0.3 }) : kit.plastic('#201c22', { clearcoat: 1 }),
        ),
        { at: [0, 2.6, 0] },
      ),
    )
  },

  shampoo(THREE, palette) {
    const one = (colour, name, sub) => {
      const dark = !kit.isLight(colour)
      const tex = kit.label(
        [
          { text: name, size: 150, weight: 800, y: 0.3, spacing: 12, colour: dark ? '#fbf5ea' : '#3b342c' },
          { text: sub, size: 46, weight: 500, y: 0.5, spacing: 4, colour: dark ? '#e6dac6' : '#75695a' },
          { text: '500 ml', size: 40, weight: 500, y: 0.86, colour: dark ? '#e6dac6' : '#75695a' },
        ],
        { w: 600, h: 760, bg: null },
      )
      const pump = kit.plastic(dark ? palette.accent : kit.darken(colour, 0.5))
      return kit.group(
        kit.lathe(
          [
            [0, 0],
            [0.66, 0],
            [0.74, 0.06],
            [0.74, 1.75],
            [0.66, 1.98],
            [0.3, 2.14],
            [0.28, 2.24],
            [0, 2.24],
          ],
          kit.plastic(colour, { roughness: 0.42 }),
        ),
        kit.put(kit.wrapLabel(0.745, 1.34, 1.5, tex), { at: [0, 0.98, 0] }),
        kit.put(kit.puck(0.36, 0.2, 0.03, pump), { at: [0, 2.22, 0] }),
        kit.put(kit.cylinder(0.09, 0.09, 0.42, pump), { at: [0, 2.6, 0] }),
        kit.put(kit.roundedBox(0.44, 0.2, 0.3, 0.07, pump), { at: [0, 2.86, 0] }),
        kit.put(
          kit.tube(
            [
              [0.1, 2.88, 0],
              [0.55, 2.88, 0],
              [0.78, 2.82, 0],
              [0.84, 2.68, 0],
            ],
            0.07,
            pump,
          ),
          {},
        ),
      )
    }
    const g = kit.group(one(palette.main, '蓬松', 'AIRY SHAMPOO'))
    if (palette.opts.pair)
      g.add(kit.put(one(palette.second, '柔顺', 'SOFT CONDITIONER'), { at: [-1.65, 0, -0.35], scale: 0.92 }))
    return g
  },
}
