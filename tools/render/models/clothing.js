// Clothing: dress, t-shirt, denim jacket, sneakers, wool scarf, tote bag.
// Worn by nobody: garments stand as hollow forms (a ghost mannequin), which reads better than a flat lay at 96 px.
import * as kit from '../kit.js'

export const looks = {
  dress: [
    { swatch: 'sage', yaw: 0.25, set: 'disc' },
    { swatch: 'rosewood', yaw: -0.25, set: 'arch', backdrop: 'shell' },
    { swatch: 'navy', yaw: 0.3, set: 'slab', backdrop: 'sand', opts: { dots: true } },
    { swatch: 'butter', yaw: -0.2, set: 'steps', opts: { dots: true } },
    { swatch: 'ink', yaw: 0.2, set: 'floor', backdrop: 'rose' },
  ],
  tshirt: [
    { swatch: 'cloud', yaw: 0.25, set: 'disc', backdrop: 'sky' },
    { swatch: 'ink', yaw: -0.25, set: 'slab', backdrop: 'latte' },
    { swatch: 'sage', yaw: 0.3, set: 'arch' },
    { swatch: 'coral', yaw: -0.2, set: 'steps', opts: { stripe: true } },
    { swatch: 'denim', yaw: 0.2, set: 'floor', backdrop: 'butter', opts: { stripe: true } },
  ],
  'denim-jacket': [
    { swatch: 'denim', yaw: 0.25, set: 'disc', zh: '水洗蓝', en: 'Washed blue' },
    { swatch: 'navy', yaw: -0.3, set: 'slab', backdrop: 'peach', zh: '原色深蓝', en: 'Raw indigo' },
    { swatch: 'sky', yaw: 0.25, set: 'arch', backdrop: 'sand', zh: '浅漂蓝', en: 'Light bleach' },
    { swatch: 'graphite', yaw: -0.2, set: 'steps', backdrop: 'butter', zh: '烟灰', en: 'Smoke' },
    { swatch: 'cream', yaw: 0.3, set: 'floor', backdrop: 'sage', zh: '本白', en: 'Ecru' },
  ],
  sneakers: [
    { swatch: 'cloud', yaw: 0.6, set: 'disc', backdrop: 'mint', pitch: 0.26 },
    { swatch: 'coral', yaw: -0.6, set: 'slab', pitch: 0.26 },
    { swatch: 'sage', yaw: 0.5, set: 'floor', backdrop: 'butter', pitch: 0.3 },
    { swatch: 'navy', yaw: -0.5, set: 'arch', backdrop: 'sky', pitch: 0.24 },
    { swatch: 'lilac', yaw: 0.7, set: 'steps', pitch: 0.28 },
  ],
  'wool-scarf': [
    { swatch: 'caramel', yaw: 0.2, set: 'disc', backdrop: 'sage' },
    { swatch: 'crimson', yaw: -0.2, set: 'slab', backdrop: 'mist' },
    { swatch: 'forest', yaw: 0.2, set: 'arch', backdrop: 'latte', opts: { check: true } },
    { swatch: 'cream', yaw: -0.15, set: 'steps', backdrop: 'peach' },
    { swatch: 'graphite', yaw: 0.2, set: 'floor', backdrop: 'shell', opts: { check: true } },
  ],
  'tote-bag': [
    { swatch: 'cream', yaw: 0.3, set: 'disc', backdrop: 'mint', opts: { word: '散步' } },
    { swatch: 'ink', yaw: -0.3, set: 'slab', backdrop: 'butter', opts: { word: '不急' } },
    { swatch: 'olive', yaw: 0.3, set: 'arch', opts: { word: '买菜' } },
    { swatch: 'coral', yaw: -0.25, set: 'steps', backdrop: 'sky', opts: { word: '看海' } },
    { swatch: 'denim', yaw: 0.3, set: 'floor', backdrop: 'shell', opts: { word: '周末' } },
  ],
}

/** Hollow elliptical tube through [[y, halfWidth, halfDepth], …] with cloth ripples: amp(y 0..1) × cos(n·angle). */
function ghost(rings, material, { n = 9, amp = () => 0, phase = 0 } = {}) {
  const curve = new kit.THREE.SplineCurve(rings.map(([y, w]) => new kit.THREE.Vector2(w, y)))
  const deep = new kit.THREE.SplineCurve(rings.map(([y, , d]) => new kit.THREE.Vector2(d, y)))
  return kit.surface(
    (u, v) => {
      const a = u * Math.PI * 2,
        p = curve.getPoint(v),
        d = deep.getPoint(v)
      const k = 1 + amp(v) * Math.cos(n * a + phase + v * 2)
      return [p.x * Math.cos(a) * k, p.y, d.x * Math.sin(a) * k]
    },
    material,
    { nu: 120, nv: 60 },
  )
}
/** A tapering sleeve along points, radius r0 → r1, slightly creased. */
function sleeve(points, r0, r1, material, flat = 0.8) {
  const curve = new kit.THREE.CatmullRomCurve3(points.map((p) => new kit.THREE.Vector3(...p)))
  return kit.surface(
    (u, v) => {
      const p = curve.getPoint(v),
        t = curve.getTangent(v),
        a = u * Math.PI * 2
      const r =
        (r0 + (r1 - r0) * v) * Math.min(1, 0.74 + v * 1.8) * (1 + 0.03 * Math.sin(v * 17 + Math.cos(a) * 2))
      return [p.x - t.y * Math.cos(a) * r, p.y + t.x * Math.cos(a) * r, p.z + Math.sin(a) * r * flat]
    },
    material,
    { nu: 48, nv: 40 },
  )
}
const ringTube = (w, d, y, r, material, tilt = 0) =>
  kit.tube(
    Array.from({ length: 40 }, (_, i) => {
      const a = (i / 40) * Math.PI * 2
      return [Math.cos(a) * w, y - tilt * Math.max(0, Math.sin(a)), Math.sin(a) * d]
    }),
    r,
    material,
    { closed: true, segments: 120, sides: 12 },
  )
const pattern = (base, mark, kind) =>
  kit.canvasTexture(1024, 1024, (x) => {
    x.fillStyle = base
    x.fillRect(0, 0, 1024, 1024)
    x.fillStyle = mark
    if (kind === 'dots')
      for (let i = 0; i < 32; i++)
        for (let j = 0; j < 24; j++) {
          x.beginPath()
          x.arc(i * 32 + (j % 2) * 16, j * 44, 5.5, 0, 7)
          x.fill()
        }
    if (kind === 'stripe') for (let j = 0; j < 12; j++) x.fillRect(0, j * 88 + 20, 1024, 34)
    if (kind === 'check')
      for (let j = 0; j < 8; j++) {
        x.globalAlpha = 0.55
        x.fillRect(0, j * 128, 1024, 44)
        x.fillRect(j * 128, 0, 44, 1024)
        x.globalAlpha = 0.9
        x.fillRect(0, j * 128 + 84, 1024, 7)
        x.fillRect(j * 128 + 84, 0, 7, 1024)
      }
  })
const stand = () =>
  kit.group(
    kit.put(kit.cylinder(0.035, 0.035, 1.1, kit.gold()), { at: [0, 0.58, 0] }),
    kit.puck(0.42, 0.05, 0.02, kit.gold()),
  )

function shoe(palette, side) {
  const upper = kit.fabric(palette.main, { sheen: 0.2 }),
    rubber = kit.rubber('#fbf8f1', { roughness: 0.55 }),
    trim = kit.leather(palette.accent)
  const half = (t) =>
    0.37 *
    (t < 0.12
      ? Math.sqrt(1 - (1 - t / 0.12) ** 2)
      : t > 0.7
        ? Math.sqrt(Math.max(0, 1 - ((t - 0.7) / 0.3) ** 2))
        : 1) *
    (1 + 0.14 * Math.sin((t - 0.5) * 5))
  const outline = []
  for (let i = 0; i <= 30; i++) {
    const t = 0.004 + (i / 30) * 0.992
    outline.push([t * 2.6 - 1.3, half(t) + 0.05])
  }
  for (let i = 30; i >= 0; i--) {
    const t = 0.004 + (i / 30) * 0.992
    outline.push([t * 2.6 - 1.3, -half(t) - 0.05])
  }
  const sole = kit.put(kit.extrude(outline, 0.2, rubber, { bevel: 0.05 }), {
    at: [0, 0.15, 0],
    turn: [-Math.PI / 2, 0, 0],
  })
  const line = kit.put(kit.extrude(outline, 0.03, trim, { bevel: 0.056 }), {
    at: [0, 0.2, 0],
    turn: [-Math.PI / 2, 0, 0],
  })
  const height = (t) =>
    t < 0.36
      ? 1.06 - 0.16 * Math.sin((t / 0.36) * Math.PI)
      : 1.0 - 0.62 * Math.min(1, (t - 0.36) / 0.36) ** 0.8
  const skin = (u, v) => {
    const t = 0.012 + v * 0.976,
      a = u * Math.PI,
      w = half(t),
      open = t < 0.4
    const h = (height(t) - 0.22) * Math.min(1, (t / 0.05) ** 0.4) * Math.min(1, ((1 - t) / 0.14) ** 0.5)
    const s = Math.sin(a),
      c = Math.cos(a)
    const lift = open ? Math.min(1, s * 1.5) : s ** 0.75
    const pinch = open ? 1 - 0.3 * lift : 1 - 0.18 * s
    const hole = open && s > 0.72 ? -(s - 0.72) * 2.2 : 0
    return [
      t * 2.6 - 1.3 - (t < 0.12 ? 0.0 : 0),
      0.22 + h * lift + hole * h,
      w * Math.sign(c) * Math.abs(c) ** 0.62 * pinch,
    ]
  }
  const shell = kit.surface(skin, upper, { nu: 72, nv: 110 })
  const parts = [sole, line, shell]
  parts.push(kit.put(kit.sphere(0.36, rubber, 32), { at: [1.0, 0.26, 0], scale: [0.95, 0.52, 1.0] }))
  for (let i = 0; i < 5; i++) {
    const t = 0.44 + i * 0.062,
      x = t * 2.6 - 1.3,
      y = height(t) + 0.015
    parts.push(
      kit.tube(
        [
          [x - 0.02, y - 0.12, -0.24],
          [x, y + 0.0, -0.1],
          [x, y + 0.0, 0.1],
          [x - 0.02, y - 0.12, 0.24],
        ],
        0.032,
        kit.fabric('#fffdf6'),
        { sides: 8, segments: 24 },
      ),
    )
  }
  const tongue = kit.put(kit.roundedBox(0.1, 0.42, 0.32, 0.045, kit.fabric(palette.second)), {
    at: [-0.3, 0.97, 0],
    turn: [0, 0, 0.75],
  })
  const collar = kit.tube(
    Array.from({ length: 24 }, (_, i) => {
      const a = (i / 24) * Math.PI * 2
      return [
        -0.74 + Math.cos(a) * 0.44,
        0.98 + (Math.cos(a) < 0 ? 0.1 * -Math.cos(a) : 0.02),
        Math.sin(a) * 0.23,
      ]
    }),
    0.06,
    kit.fabric(palette.second),
    { closed: true },
  )
  parts.push(
    tongue,
    collar,
    kit.put(kit.roundedBox(0.06, 0.42, 0.2, 0.03, trim), { at: [-1.28, 0.78, 0], turn: [0, 0, -0.02] }),
  )
  for (const at of [0.34, 0.43, 0.52])
    for (const flip of [false, true]) {
      const line3 = [0.04, 0.1, 0.16, 0.22, 0.27].map((u, i) => {
        const [x, y, z] = skin(flip ? 1 - u : u, at + i * 0.022)
        return [x, y, z * 1.02]
      })
      parts.push(kit.tube(line3, 0.03, trim, { sides: 8, segments: 24 }))
    }
  return kit.put(kit.group(parts), { scale: [1, 1, side] })
}

export const models = {
  dress(THREE, palette) {
    const cloth = kit.fabric(
      palette.main,
      palette.opts.dots ? { map: pattern(palette.main, palette.second, 'dots') } : {},
    )
    const skirt = ghost(
      [
        [0, 1.12, 0.86],
        [0.5, 0.92, 0.7],
        [1.0, 0.66, 0.5],
        [1.38, 0.45, 0.32],
      ],
      cloth,
      { n: 13, amp: (v) => 0.085 * (1 - v) ** 0.8 },
    )
    const bodice = ghost(
      [
        [1.38, 0.45, 0.32],
        [1.62, 0.5, 0.36],
        [1.92, 0.58, 0.4],
        [2.12, 0.55, 0.34],
        [2.22, 0.5, 0.28],
      ],
      cloth,
    )
    const g = kit.group(
      skirt,
      bodice,
      ringTube(0.455, 0.325, 1.38, 0.05, kit.leather(palette.accent)),
      ringTube(0.5, 0.28, 2.22, 0.022, cloth),
    )
    for (const s of [-1, 1]) {
      g.add(
        kit.tube(
          [
            [s * 0.36, 2.2, 0.2],
            [s * 0.37, 2.44, 0.12],
            [s * 0.36, 2.48, 0],
            [s * 0.36, 2.4, -0.12],
            [s * 0.36, 2.2, -0.2],
          ],
          0.035,
          cloth,
        ),
      )
      g.add(
        kit.put(kit.puffy(0.36, 0.22, 0.14, kit.leather(palette.accent)), {
          at: [s * 0.16, 1.38, 0.36],
          turn: [0, 0, s * 0.35],
        }),
      )
    }
    return kit.group(kit.put(g, { at: [0, 0.6, 0] }), stand())
  },

  tshirt(THREE, palette) {
    const cloth = kit.fabric(palette.main, {
      side: THREE.DoubleSide,
      ...(palette.opts.stripe ? { map: pattern(palette.main, palette.second, 'stripe') } : {}),
    })
    const plain = kit.fabric(palette.main)
    const g = kit.group(
      ghost(
        [
          [-0.32, 0.83, 0.41],
          [0.4, 0.79, 0.4],
          [1.1, 0.82, 0.44],
          [1.55, 0.86, 0.4],
          [1.82, 0.74, 0.3],
          [1.96, 0.44, 0.24],
          [2.02, 0.32, 0.22],
        ],
        cloth,
        { n: 5, amp: (v) => 0.03 * (1 - v), phase: 1 },
      ),
      ringTube(0.32, 0.22, 2.03, 0.055, kit.fabric(kit.darken(palette.main, 0.12)), 0.08),
    )
    for (const s of [-1, 1]) {
      g.add(
        sleeve(
          [
            [s * 0.44, 1.6, 0],
            [s * 0.82, 1.5, 0],
            [s * 1.12, 1.22, 0.04],
            [s * 1.28, 0.94, 0.06],
          ],
          0.34,
          0.33,
          palette.opts.stripe ? cloth : plain,
          0.86,
        ),
      )
    }
    if (!palette.opts.stripe) {
      const tex = kit.label(
        [
          {
            text: '慢',
            size: 330,
            weight: 900,
            colour: kit.isLight(palette.main) ? '#3d3a36' : '#f7efe2',
            y: 0.44,
          },
          {
            text: 'take it slow',
            size: 54,
            weight: 600,
            colour: kit.isLight(palette.main) ? '#3d3a36' : '#f7efe2',
            y: 0.88,
          },
        ],
        { w: 512, h: 512, bg: null },
      )
      g.add(
        kit.put(
          kit.mesh(
            new THREE.CylinderGeometry(0.86, 0.84, 0.5, 48, 1, true, -0.32, 0.64),
            kit.fabric('#fff', { map: tex, transparent: true, bumpMap: null, side: THREE.FrontSide }),
          ),
          { at: [0, 1.3, -0.385] },
        ),
      )
    }
    return kit.group(kit.put(g, { at: [0, 0.8, 0] }), stand())
  },

  'denim-jacket'(THREE, palette) {
    const wash = kit.canvasTexture(512, 512, (x) => {
      const r = kit.makeRng(palette.main)
      x.fillStyle = palette.main
      x.fillRect(0, 0, 512, 512)
      for (let i = 0; i < 2600; i++) {
        x.globalAlpha = 0.16
        x.fillStyle = r() > 0.5 ? kit.lighten(palette.main, 0.45) : kit.darken(palette.main, 0.3)
        x.fillRect(r() * 512, r() * 512, 2, 4 + r() * 16)
      }
    })
    const denim = kit.fabric('#fff', { map: wash, side: THREE.DoubleSide, sheen: 0.25 }),
      seam = kit.fabric('#d79a4e'),
      brass = kit.metal('#c98b4d'),
      band = kit.fabric(kit.darken(palette.main, 0.14))
    const g = kit.group(
      ghost(
        [
          [0, 0.8, 0.44],
          [0.12, 0.84, 0.46],
          [0.6, 0.86, 0.47],
          [1.1, 0.9, 0.48],
          [1.48, 0.92, 0.42],
          [1.76, 0.76, 0.32],
          [1.9, 0.46, 0.26],
          [1.96, 0.36, 0.24],
        ],
        denim,
        { n: 6, amp: (v) => 0.022 * (1 - v) },
      ),
    )
    const front = (x, y, lift = 0) => {
      const w = 0.86 + 0.06 * (y / 1.5)
      const d = 0.47 + (y > 1.2 ? (-0.05 * (y - 1.2)) / 0.3 : 0)
      return d * Math.sqrt(Math.max(0, 1 - (x / w) ** 2)) + lift
    }
    g.add(ringTube(0.825, 0.455, 0.07, 0.075, band))
    for (const s of [-1, 1]) {
      g.add(
        sleeve(
          [
            [s * 0.5, 1.5, 0],
            [s * 0.9, 1.38, 0],
            [s * 1.12, 0.9, 0.06],
            [s * 1.2, 0.2, 0.16],
          ],
          0.31,
          0.2,
          denim,
          0.9,
        ),
        kit.put(kit.torus(0.19, 0.065, band), { at: [s * 1.2, 0.2, 0.16], turn: [Math.PI / 2, 0, 0] }),
      )
      const pocket = kit.extrude(
        [
          [-0.2, 0],
          [0.2, 0],
          [0.2, -0.34],
          [0, -0.42],
          [-0.2, -0.34],
        ],
        0.02,
        denim,
        { bevel: 0.014 },
      )
      g.add(kit.put(pocket, { at: [s * 0.42, 1.3, front(0.42, 1.18, 0.012)], turn: [-0.04, s * 0.3, 0] }))
      g.add(
        kit.put(
          kit.extrude(
            [
              [-0.22, 0.05],
              [0.22, 0.05],
              [0.22, -0.08],
              [0, -0.15],
              [-0.22, -0.08],
            ],
            0.03,
            band,
            { bevel: 0.014 },
          ),
          { at: [s * 0.42, 1.3, front(0.42, 1.18, 0.035)], turn: [-0.04, s * 0.3, 0] },
        ),
        kit.put(kit.sphere(0.036, brass, 16), { at: [s * 0.42, 1.22, front(0.42, 1.2, 0.08)] }),
      )
      g.add(
        kit.put(
          kit.extrude(
            [
              [0, 0],
              [s * 0.44, -0.12],
              [s * 0.4, -0.38],
              [s * 0.08, -0.2],
            ],
            0.05,
            denim,
            { bevel: 0.03 },
          ),
          { at: [s * 0.04, 1.99, 0.27], turn: [-0.5, s * 0.2, 0] },
        ),
      )
      g.add(
        kit.tube(
          [0.15, 0.5, 0.9, 1.1].map((y) => [s * (0.3 + y * 0.06), y, front(0.3 + y * 0.06, y, 0.008)]),
          0.011,
          seam,
          { sides: 6 },
        ),
      )
    }
    g.add(ringTube(0.37, 0.25, 1.97, 0.08, band))
    g.add(
      kit.tube(
        [0.12, 0.6, 1.1, 1.5, 1.72].map((y) => [0, y, front(0, y, y > 1.55 ? -0.06 : 0.012)]),
        0.045,
        band,
      ),
    )
    for (let i = 0; i < 5; i++)
      g.add(
        kit.put(kit.sphere(0.045, brass, 18), {
          at: [0, 0.22 + i * 0.3, front(0, 0.22 + i * 0.3, 0.06)],
          scale: [1, 1, 0.5],
        }),
      )
    return kit.group(kit.put(g, { at: [0, 0.45, 0] }), stand())
  },

  sneakers: (THREE, palette) =>
    kit.group(
      kit.put(shoe(palette, 1), { at: [0, 0, 0.5] }),
      kit.put(shoe(palette, -1), { at: [-0.35, 0, -0.6], turn: [0, 0.16, 0] }),
    ),

  'wool-scarf'(THREE, palette) {
    const wool = () =>
      kit.knit(
        palette.main,
        palette.opts.check
          ? { map: pattern(palette.main, palette.second, 'check'), bumpMap: kit.knitBump(5) }
          : {},
      )
    const band = (points, w, t, twist = 0) => {
      const curve = new THREE.CatmullRomCurve3(points.map((p) => new THREE.Vector3(...p)))
      const m = wool()
      if (m.map) m.map.repeat.set(0.4, 1)
      return kit.surface(
        (u, v) => {
          const p = curve.getPoint(v),
            q = curve.getTangent(v),
            side = new THREE.Vector3(-q.z, 0, q.x).normalize(),
            up = new THREE.Vector3().crossVectors(side, q).normalize()
          const a = u * Math.PI * 2,
            c = Math.cos(a),
            s = Math.sin(a),
            fold = 1 + 0.1 * Math.cos(a * 3 + v * twist)
          return p
            .clone()
            .addScaledVector(up, Math.sign(c) * Math.abs(c) ** 0.7 * w * fold)
            .addScaledVector(side, Math.sign(s) * Math.abs(s) ** 0.8 * t * fold)
            .toArray()
        },
        m,
        { nu: 60, nv: 120 },
      )
    }
    const loop = Array.from({ length: 17 }, (_, i) => {
      const a = (i / 16) * Math.PI * 2 + 1.2
      return [Math.cos(a) * 0.66, 1.72 + 0.1 * Math.sin(a) - 0.12 * Math.sin(a), Math.sin(a) * 0.5]
    })
    const tail = (x, z, len, lean) => {
      const g = kit.group()
      const flat = kit.surface(
        (u, v) => {
          const a = u * Math.PI * 2
          return [
            x + lean * v + Math.cos(a) * 0.36 * (0.78 + 0.22 * v),
            1.66 - v * len,
            z + Math.sin(a) * 0.11 + 0.07 * Math.cos(Math.cos(a) * 7 + v * 2),
          ]
        },
        wool(),
        { nu: 60, nv: 60 },
      )
      g.add(flat)
      for (let i = 0; i < 11; i++) {
        const fx = x + lean + (i - 5) * 0.068
        g.add(
          kit.tube(
            [
              [fx, 1.68 - len, z + 0.03],
              [fx + 0.01, 1.55 - len, z + 0.05],
              [fx + ((i % 3) - 1) * 0.02, 1.42 - len, z + 0.04],
            ],
            0.028,
            kit.fabric(palette.accent),
            { sides: 8, segments: 12 },
          ),
        )
      }
      return g
    }
    return kit.group(
      band(loop, 0.27, 0.2, 9),
      kit.put(band(loop, 0.24, 0.18, 6), {
        at: [0, 0.24, 0],
        turn: [0.05, 0.5, 0.08],
        scale: [0.88, 1, 0.88],
      }),
      tail(-0.2, 0.62, 1.25, -0.12),
      tail(0.3, 0.56, 1.0, 0.14),
      kit.put(kit.sphere(0.25, wool()), { at: [0.05, 1.62, 0.66], scale: [1.4, 1, 0.7] }),
      kit.put(kit.cylinder(0.04, 0.04, 1.6, kit.gold()), { at: [0, 0.85, 0] }),
      kit.puck(0.42, 0.05, 0.02, kit.gold()),
    )
  },

  'tote-bag'(THREE, palette) {
    const canvas = kit.fabric(palette.main),
      tone = kit.isLight(palette.main) ? '#3c3833' : '#f8f1e4'
    const tex = kit.label(
      [
        { text: palette.opts.word, size: 250, weight: 900, y: 0.42, spacing: 16, colour: tone },
        { text: 'SERENDIP', size: 54, weight: 600, y: 0.76, spacing: 18, colour: tone },
      ],
      { w: 760, h: 560, bg: null },
    )
    const side = (s) =>
      kit.surface((u, v) => {
        const x = u * 2 - 1,
          edge = 1 - x ** 6,
          belly = 0.34 * edge ** 0.5 * (0.9 - 0.62 * v ** 1.6) * (v < 0.06 ? 0.55 + v * 7.5 : 1)
        return [s * x * (0.98 + 0.05 * v), v * 1.9, s * (belly + 0.015 * Math.sin(x * 7 + v * 5) * v)]
      }, canvas)
    const g = kit.group(
      side(1),
      side(-1),
      kit.put(kit.roundedBox(1.86, 0.04, 0.5, 0.02, canvas), { at: [0, 0.02, 0] }),
    )
    const strap = (z, h, tilt) =>
      kit.tube(
        [
          [-0.46, 1.55, z],
          [-0.44, 1.95, z * 0.8],
          [-0.3, 2.4 + h, z * tilt],
          [0, 2.56 + h, z * tilt],
          [0.3, 2.4 + h, z * tilt],
          [0.44, 1.95, z * 0.8],
          [0.46, 1.55, z],
        ],
        0.055,
        kit.fabric(palette.accent),
      )
    g.add(strap(0.25, 0.1, 0.4), strap(-0.22, -0.12, 1.8))
    g.add(
      kit.put(kit.sticker(1.25, 0.92, tex, { side: THREE.FrontSide, roughness: 0.9 }), {
        at: [0, 0.92, 0.335],
        turn: [-0.085, 0, 0],
      }),
    )
    return g
  },
}
