// Outdoor: tent, lantern, backpack, folding chair, trekking poles, bottle.
// Canvas sags, straps carry buckles and the lamp is lit: gear that looks used to being outside.
import * as THREE from 'three'
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js'
import * as kit from '../kit.js'
import {
  PI,
  ball,
  box,
  canvas,
  cyl,
  lathe,
  mesh,
  outline,
  phys,
  place,
  ring,
  rod,
  solid,
  text,
  tube,
  turned,
} from '../shorthand.js'

const { mix, group } = kit
const { ceramic: gloss, plastic: satin, metal, fabric: cloth } = kit

export const looks = {
  tent: [
    { swatch: 'cream', yaw: 0.35, pitch: 0.26, zoom: 1.22, set: 'floor', accent: '#b5713c' },
    { swatch: 'olive', yaw: -0.35, pitch: 0.26, zoom: 1.22, set: 'disc', accent: '#d98a4c' },
    { swatch: 'apricot', yaw: 0.3, pitch: 0.26, zoom: 1.22, set: 'slab', accent: '#8c4a28' },
    { swatch: 'teal', yaw: -0.3, pitch: 0.26, zoom: 1.22, set: 'floor', accent: '#f0b357' },
    {
      swatch: 'oat',
      yaw: 0.25,
      pitch: 0.26,
      zoom: 1.22,
      set: 'disc',
      backdrop: 'night',
      accent: '#c98252',
      opts: { lit: true },
    },
  ],
  lantern: [
    { swatch: 'forest', yaw: 0.2, set: 'disc', accent: '#d3a868' },
    { swatch: 'crimson', yaw: -0.2, set: 'slab', backdrop: 'sand' },
    { swatch: 'ink', yaw: 0.3, set: 'steps', backdrop: 'night', accent: '#c9a46c' },
    { swatch: 'honey', yaw: -0.3, set: 'arch', backdrop: 'pine' },
    { swatch: 'sky', yaw: 0.1, set: 'floor' },
  ],
  backpack: [
    { swatch: 'olive', yaw: 0.4, set: 'disc', accent: '#b5713c' },
    { swatch: 'denim', yaw: -0.4, set: 'slab', accent: '#c98b4d' },
    { swatch: 'coral', yaw: 0.35, set: 'arch', accent: '#2f6e74' },
    { swatch: 'graphite', yaw: -0.35, set: 'steps', accent: '#e08a4f' },
    { swatch: 'honey', yaw: 0.3, set: 'floor', accent: '#6a4524' },
  ],
  'folding-chair': [
    { swatch: 'forest', yaw: 0.45, set: 'floor', accent: '#2d2a2c' },
    { swatch: 'sand', yaw: -0.45, set: 'disc', accent: '#8a6a44' },
    { swatch: 'clay', yaw: 0.4, set: 'slab', accent: '#3d2a22' },
    { swatch: 'navy', yaw: -0.5, set: 'floor', accent: '#d6a65f' },
    { swatch: 'cloud', yaw: 0.5, set: 'disc', accent: '#8f98a6' },
  ],
  'trekking-poles': [
    { swatch: 'crimson', yaw: 0.2, zoom: 1.12, set: 'disc', accent: '#2d2a2c' },
    { swatch: 'teal', yaw: -0.2, zoom: 1.12, set: 'slab', accent: '#e2a15c' },
    { swatch: 'honey', yaw: 0.25, zoom: 1.12, set: 'steps', accent: '#3a3230' },
    { swatch: 'graphite', yaw: -0.15, zoom: 1.12, set: 'floor', accent: '#e08a4f' },
    { swatch: 'indigo', yaw: 0.1, zoom: 1.12, set: 'arch', accent: '#e8b06a' },
  ],
  'sports-bottle': [
    { swatch: 'teal', yaw: 0.3, set: 'disc' },
    { swatch: 'coral', yaw: -0.3, set: 'arch' },
    { swatch: 'ink', yaw: 0.25, set: 'slab', accent: '#e08a4f' },
    { swatch: 'lilac', yaw: -0.2, set: 'steps' },
    { swatch: 'olive', yaw: 0.35, set: 'floor', backdrop: 'butter', accent: '#e9b44c', opts: { count: 2 } },
  ],
}

export const models = {
  tent(_, p) {
    const g = new THREE.Group(),
      lit = p.opts.lit,
      W = 1.6,
      H = 2.1,
      L = 1.5
    const skin = kit.fabric(p.main, lit ? { emissive: '#ffb765', emissiveIntensity: 0.34 } : {}),
      trim = kit.fabric(p.accent),
      pole = kit.wood('#c69a66')
    const slope = (s, m, y0 = 0, y1 = 1, out = 0) =>
      kit.surface(
        (u, v) => {
          const t = y0 + (y1 - y0) * v,
            z = (u * 2 - 1) * L,
            sag = 0.1 * Math.sin(PI * t) * (0.6 + 0.4 * Math.cos(z * 2)),
            flare = 0.14 * (1 - t) ** 4
          return [
            s * (W * (1 - t) - sag + flare + out),
            H * t + 0.05 * (1 - t) * Math.sin(u * PI * 3) ** 2 - 0.07 * t * Math.sin(PI * u) + out * 0.6,
            z * (1 + 0.04 * (1 - t)),
          ]
        },
        m,
        { nu: 40, nv: 24 },
      )
    for (const s of [-1, 1]) g.add(slope(s, skin), slope(s, trim, 0.015, 0.1, 0.012))
    g.add(kit.surface((u, v) => [(u * 2 - 1) * W * (1 - v), H * v, -L], skin, { nu: 16, nv: 16 }))
    for (const s of [-1, 1]) {
      g.add(
        kit.surface(
          (u, v) => {
            const w = W * (1 - v)
            const open =
              0.94 * (1 - v) ** 1.15 * 0.62 + 0.02 + 0.22 * Math.sin(PI * Math.min(1, v * 1.1)) * (1 - v)
            const x = w * u + (1 - u) * Math.min(w, open * W * 0.72 + 0.08 * (1 - v))
            return [
              s * x,
              H * v,
              L + 0.015 + 0.1 * (1 - u) * Math.sin(v * PI) + 0.045 * Math.sin(u * 11) * (1 - v),
            ]
          },
          skin,
          { nu: 24, nv: 24 },
        ),
      )
      g.add(
        place(kit.capsule(0.1, 0.5, skin), s * 0.78, 0.72, L + 0.13, 0.1, 0, s * 0.5),
        place(ring(0.12, 0.03, trim), s * 0.79, 0.7, L + 0.13, PI / 2, 0, 0),
      )
      g.add(
        rod([s * (W + 0.06), -0.02, L + 0.06], [-s * 0.2, H + 0.3, L + 0.06], 0.05, pole),
        rod([s * (W + 0.06), -0.02, -L - 0.06], [-s * 0.2, H + 0.3, -L - 0.06], 0.05, pole),
      )
      for (const z of [-1, 1]) {
        const peg = [s * (W + 0.42), 0.02, z * (L - 0.1)]
        g.add(
          rod([s * W * 0.52, H * 0.48, z * (L - 0.05)], peg, 0.014, phys('#f6efe0')),
          place(cyl(0.035, 0.012, 0.26, pole), peg[0], 0.09, peg[2], 0, 0, s * -0.35),
        )
      }
    }
    g.add(rod([0, H + 0.02, -L - 0.25], [0, H + 0.02, L + 0.25], 0.055, pole))
    g.add(place(box(W * 1.9, 0.05, L * 1.98, kit.fabric(mix(p.accent, '#2b211b', 0.35)), 0.02), 0, 0.03, 0))
    g.add(
      place(kit.puffy(0.66, 0.4, 0.26, kit.fabric(p.second)), -0.3, 0.25, 0.6, -1.1, 0.2, 0),
      place(box(1.15, 0.1, 1.7, kit.knit(p.second), 0.05), 0, 0.1, 0.35),
    )
    g.add(
      place(
        group(
          cyl(0.07, 0.09, 0.16, kit.glow('#ffdf9a')),
          place(cyl(0.09, 0.09, 0.04, metal('#5a5048')), 0, 0.1, 0),
        ),
        0,
        1.5,
        L - 0.25,
      ),
      rod([0, 1.6, L - 0.25], [0, H, L - 0.25], 0.008, metal('#5a5048')),
    )
    for (let i = 0; i < 9; i++) {
      const z = L + 0.09,
        t = Math.abs(i - 4) / 4,
        s = Math.sign(i - 4)
      const y = H + 0.12 - t * 1.25
      g.add(
        place(
          solid(
            outline([
              [-0.09, 0],
              [0.09, 0],
              [0, -0.2],
            ]),
            0.015,
            kit.fabric([p.accent, p.second, mix(p.accent, '#ffffff', 0.45)][i % 3]),
            0,
          ),
          s * t * 0.98,
          y,
          z + 0.04,
        ),
      )
    }
    return g
  },
  lantern(_, p) {
    const g = new THREE.Group(),
      paint = satin(p.main),
      brass = metal(p.accent === '#7d0d1d' ? '#e0b978' : mix(p.accent, '#f0cf95', 0.5))
    g.add(
      lathe(
        [
          [0, 0],
          [0.78, 0],
          [0.84, 0.05],
          [0.84, 0.16],
          [0.76, 0.22],
          [0.72, 0.28],
          [0.72, 0.5],
          [0.62, 0.6],
          [0.5, 0.64],
          [0, 0.64],
        ],
        paint,
      ),
    )
    g.add(
      place(ring(0.725, 0.03, brass), 0, 0.3, 0, PI / 2),
      place(
        lathe(
          [
            [0.42, 0.62],
            [0.5, 0.62],
            [0.53, 0.68],
            [0.5, 0.76],
            [0.4, 0.78],
          ],
          brass,
        ),
        0,
        0,
        0,
      ),
    )
    g.add(
      place(cyl(0.035, 0.035, 0.4, brass), 0.86, 0.42, 0, 0, 0, PI / 2),
      place(cyl(0.13, 0.13, 0.06, brass, 12), 1.06, 0.42, 0, 0, 0, PI / 2),
    )
    g.add(
      place(
        turned(
          [
            [0, 0],
            [0.12, 0.03],
            [0.15, 0.2],
            [0.1, 0.4],
            [0, 0.62],
          ],
          kit.glow('#ffcf6e', { emissiveIntensity: 1.5 }),
        ),
        0,
        0.86,
        0,
      ),
      place(
        turned(
          [
            [0, 0.02],
            [0.06, 0.05],
            [0.08, 0.18],
            [0, 0.42],
          ],
          kit.glow('#fff6d8', { emissiveIntensity: 1.3 }),
        ),
        0,
        0.88,
        0.1,
      ),
      place(cyl(0.16, 0.2, 0.14, brass), 0, 0.82, 0),
    )
    g.add(
      turned(
        [
          [0.4, 0.74],
          [0.56, 0.95],
          [0.62, 1.2],
          [0.56, 1.5],
          [0.42, 1.78],
          [0.38, 1.92],
        ],
        kit.glass('#fff0cf', { opacity: 0.3, emissive: '#ffc874', emissiveIntensity: 0.25 }),
      ),
    )
    for (let i = 0; i < 4; i++) {
      const a = (i / 4) * PI * 2 + PI / 4
      const P = (r, y) => [Math.cos(a) * r, y, Math.sin(a) * r]
      g.add(tube([P(0.56, 0.62), P(0.72, 0.95), P(0.72, 1.6), P(0.46, 1.94)], 0.026, brass, 30))
    }
    g.add(place(ring(0.73, 0.024, brass), 0, 1.25, 0, PI / 2))
    g.add(
      lathe(
        [
          [0.36, 1.9],
          [0.6, 1.9],
          [0.64, 1.95],
          [0.58, 2.02],
          [0.44, 2.08],
          [0.42, 2.28],
          [0.54, 2.32],
          [0.5, 2.4],
          [0.28, 2.52],
          [0.12, 2.58],
          [0, 2.58],
        ],
        paint,
      ),
    )
    for (let i = 0; i < 10; i++) {
      const a = (i / 10) * PI * 2
      g.add(
        place(
          box(0.09, 0.13, 0.03, kit.matte('#1d1a1a'), 0.012),
          Math.sin(a) * 0.425,
          2.18,
          Math.cos(a) * 0.425,
          0,
          a,
          0,
        ),
      )
    }
    g.add(place(ball(0.07, brass), 0, 2.62, 0))
    for (const s of [-1, 1])
      g.add(
        rod([s * 0.8, 0.2, 0], [s * 0.8, 2.15, 0], 0.035, brass),
        rod([s * 0.8, 2.12, 0], [s * 0.5, 2.0, 0], 0.03, brass),
        place(ball(0.065, brass), s * 0.8, 2.15, 0),
      )
    g.add(
      tube(
        [
          [-0.8, 2.1, 0],
          [-0.85, 2.55, -0.03],
          [-0.5, 3.05, -0.06],
          [0.5, 3.05, -0.06],
          [0.85, 2.55, -0.03],
          [0.8, 2.1, 0],
        ],
        0.03,
        brass,
        60,
      ),
      place(kit.capsule(0.075, 0.55, kit.wood('#9c6b41')), 0, 3.08, -0.06, 0, 0, PI / 2),
    )
    const tag = canvas(256, 110, (x) => text(x, '野 光', 128, 58, 74, p.second, 700))
    g.add(
      mesh(
        new THREE.CylinderGeometry(0.735, 0.735, 0.2, 40, 1, true, -0.32, 0.64),
        phys('#fff', { map: tag, transparent: true }),
        0,
        0.42,
        0,
      ),
    )
    return g
  },
  backpack(_, p) {
    const g = new THREE.Group(),
      body = kit.fabric(p.main),
      dark = kit.fabric(mix(p.main, '#141210', 0.35)),
      strap = kit.leather(p.accent),
      buckle = metal('#d8c8a8')
    const bag = (w, h, d, m, k = 1) =>
      kit.warp(box(w, h, d, m, Math.min(w, h, d) * 0.42), (x, y, z) => {
        const t = y / h + 0.5
        const s = 1 + 0.1 * k * Math.sin(PI * (0.15 + 0.7 * (1 - t))) - 0.1 * t * k
        return [x * s, y, z * s + (z > 0 ? 0.03 * Math.sin(x * 5 + y * 3) : 0)]
      })
    const main = mesh(new RoundedBoxGeometry(2.0, 2.7, 1.05, 10, 0.44), body)
    g.add(
      place(
        kit.warp(main, (x, y, z) => {
          const t = y / 2.7 + 0.5,
            s = 1.08 - 0.16 * t
          return [x * s, y, z * s]
        }),
        0,
        1.4,
        0,
      ),
    )
    g.add(
      place(bag(1.5, 1.15, 0.5, body), 0, 0.78, 0.62),
      place(box(1.3, 0.05, 0.06, dark, 0.02), 0, 1.2, 0.86),
      place(box(0.05, 0.2, 0.04, strap, 0.02), 0.55, 1.1, 0.9),
    )
    g.add(
      place(
        kit.warp(mesh(new RoundedBoxGeometry(1.95, 0.5, 1.2, 8, 0.24), strap.clone()), (x, y, z) => [
          x * 1,
          y - (z > 0 ? z * z * 0.28 : 0),
          z,
        ]),
        0,
        2.62,
        0.08,
      ),
    )
    g.children.at(-1).material = dark
    for (const s of [-1, 1]) {
      g.add(
        place(box(0.17, 1.05, 0.05, strap, 0.02), s * 0.5, 2.0, 0.62, 0.14),
        place(box(0.26, 0.24, 0.07, buckle, 0.03), s * 0.5, 1.66, 0.685),
        place(box(0.15, 0.13, 0.09, strap, 0.02), s * 0.5, 1.66, 0.69),
      )
      g.add(place(box(0.13, 0.55, 0.05, strap, 0.02), s * 0.5, 1.3, 0.83, -0.2))
      g.add(
        place(bag(0.42, 0.95, 0.7, dark), s * 1.03, 0.62, 0.06),
        place(box(0.1, 0.06, 0.72, strap, 0.02), s * 1.1, 1.08, 0.06),
      )
      g.add(
        tube(
          [
            [s * 0.45, 2.6, -0.5],
            [s * 0.62, 2.35, -0.88],
            [s * 0.72, 1.4, -0.95],
            [s * 0.85, 0.5, -0.75],
            [s * 0.95, 0.3, -0.45],
          ],
          0.12,
          dark,
          40,
        ),
      )
    }
    const bottle = group(
      cyl(0.17, 0.17, 0.75, satin(p.second)),
      place(cyl(0.13, 0.13, 0.16, satin('#2b2729')), 0, 0.45, 0),
    )
    g.add(place(bottle, 1.14, 1.28, 0.06))
    const roll = new THREE.Group()
    roll.add(place(cyl(0.27, 0.27, 1.7, kit.knit(mix(p.second, p.accent, 0.15))), 0, 0, 0, 0, 0, PI / 2))
    for (const s of [-1, 1])
      roll.add(
        place(ring(0.285, 0.035, strap), s * 0.5, 0, 0, 0, PI / 2, 0),
        place(
          mesh(new THREE.TorusGeometry(0.13, 0.03, 8, 30), kit.fabric(p.accent)),
          s * 0.855,
          0,
          0,
          0,
          PI / 2,
          0,
        ),
      )
    g.add(place(roll, 0, 3.08, 0.02))
    g.add(
      tube(
        [
          [-0.22, 2.78, -0.5],
          [-0.18, 3.02, -0.62],
          [0.18, 3.02, -0.62],
          [0.22, 2.78, -0.5],
        ],
        0.06,
        strap,
        24,
      ),
    )
    const patch = canvas(256, 128, (x) => {
      x.fillStyle = p.accent
      x.fillRect(0, 0, 256, 128)
      x.strokeStyle = '#fff2dc'
      x.lineWidth = 4
      x.setLineDash([10, 7])
      x.strokeRect(10, 10, 236, 108)
      x.setLineDash([])
      x.fillStyle = '#fff2dc'
      x.beginPath()
      x.moveTo(30, 96)
      x.lineTo(74, 34)
      x.lineTo(96, 66)
      x.lineTo(110, 48)
      x.lineTo(140, 96)
      x.fill()
      text(x, '山行', 190, 66, 50, '#fff2dc', 700)
    })
    g.add(
      mesh(
        new THREE.PlaneGeometry(0.66, 0.33),
        phys('#fff', { map: patch, roughness: 0.7 }),
        0,
        0.72,
        0.925,
        -0.03,
      ),
    )
    return g
  },
  'folding-chair'(_, p) {
    const g = new THREE.Group(),
      frame = metal(kit.isLight(p.accent) ? mix(p.accent, '#c8c8cc', 0.55) : p.accent, { roughness: 0.35 }),
      seat = kit.fabric(p.main),
      edge = kit.fabric(mix(p.main, '#000000', 0.3)),
      grip = kit.wood('#b98353')
    const R = 0.06
    for (const s of [-1, 1]) {
      g.add(
        rod([s * 1.0, 0.06, 0.95], [s * 0.98, 1.25, -0.72], R, frame),
        rod([s * 1.06, 0.06, -0.95], [s * 1.0, 1.1, 0.72], R, frame),
      )
      g.add(
        rod([s * 1.02, 0.95, -0.6], [s * 0.9, 3.0, -1.25], R, frame),
        rod([s * 1.04, 1.05, 0.75], [s * 1.08, 1.86, 0.8], R * 0.9, frame),
      )
      g.add(
        place(box(0.26, 0.1, 1.85, grip, 0.05), s * 1.08, 1.9, -0.05),
        place(ball(0.07, edge), s * 0.9, 3.02, -1.26),
      )
      for (const z of [-0.95, 0.95])
        g.add(place(cyl(0.09, 0.11, 0.12, kit.rubber()), s * (z > 0 ? 1.0 : 1.06), 0.06, z))
      g.add(place(cyl(0.07, 0.07, 0.14, metal('#d8c8a8')), s * 1.01, 0.64, 0.08, 0, 0, PI / 2))
    }
    for (const [y, z, k] of [
      [0.14, 0.95, 1],
      [0.14, -0.95, 1.06],
    ])
      g.add(rod([-k, y, z], [k, y, z], R * 0.8, frame))
    g.add(
      rod([-0.98, 1.22, -0.68], [0.98, 1.22, -0.68], R * 0.9, frame),
      rod([-1, 1.1, 0.74], [1, 1.1, 0.74], R * 0.9, frame),
    )
    const cloth = (f, m) => kit.surface(f, m, { nu: 30, nv: 30 })
    const sx = (u) => (u * 2 - 1) * 0.99
    const seatAt = (u, v, o = 0) => [
      sx(u),
      1.16 -
        v * 0.0 +
        0.08 -
        0.26 * Math.sin(PI * u) * (0.5 + 0.5 * Math.sin(PI * v)) +
        (v > 0.5 ? -0.06 : 0.02) * (v - 0.5) * 2 +
        o,
      -0.72 + v * 1.5,
    ]
    g.add(
      cloth((u, v) => seatAt(u, v), seat),
      cloth((u, v) => seatAt(u, v, -0.05), edge),
    )
    const backAt = (u, v, o = 0) => [
      sx(u) * (1.0 - 0.09 * v),
      1.42 + v * 1.56,
      -0.76 - v * 0.5 - 0.24 * Math.sin(PI * u) + o,
    ]
    g.add(
      cloth((u, v) => backAt(u, v), seat),
      cloth((u, v) => backAt(u, v, -0.04), edge),
    )
    for (const v of [0, 1]) {
      g.add(
        tube(
          [0, 0.25, 0.5, 0.75, 1].map((u) => backAt(u, v)),
          0.04,
          edge,
          30,
        ),
        tube(
          [0, 0.25, 0.5, 0.75, 1].map((u) => seatAt(u, v)),
          0.04,
          edge,
          30,
        ),
      )
    }
    for (const u of [0, 1])
      g.add(
        tube(
          [0, 0.5, 1].map((v) => backAt(u, v)),
          0.05,
          edge,
          24,
        ),
        tube(
          [0, 0.5, 1].map((v) => seatAt(u, v)),
          0.05,
          edge,
          24,
        ),
      )
    g.add(kit.puffy(1.3, 0.42, 0.28, kit.fabric(mix(p.main, '#ffffff', 0.18))))
    place(g.children.at(-1), 0, 2.66, -1.24, -0.3)
    const holder = lathe(
      [
        [0.2, 0],
        [0.2, 0.36],
        [0.22, 0.38],
        [0.18, 0.36],
        [0.17, 0.03],
        [0, 0.03],
      ],
      kit.fabric(mix(p.main, '#000000', 0.25)),
    )
    g.add(place(holder, 1.32, 1.5, 0.4), place(cyl(0.15, 0.13, 0.5, satin(p.second)), 1.32, 1.8, 0.4))
    return g
  },
  'trekking-poles'(_, p) {
    const g = new THREE.Group(),
      paint = gloss(p.main),
      bare = metal('#cfd2d8'),
      black = kit.rubber('#28262a'),
      cork = kit.food('#c9935c', { bumpScale: 2.4, roughness: 0.85, clearcoat: 0 }),
      hot = satin(p.accent)
    const pole = (s) => {
      const o = new THREE.Group()
      o.add(place(cyl(0.03, 0.018, 0.16, bare), 0, 0.1, 0), place(cyl(0.05, 0.035, 0.12, black), 0, 0.22, 0))
      o.add(
        place(
          lathe(
            [
              [0.05, 0],
              [0.24, 0.02],
              [0.28, 0.06],
              [0.22, 0.08],
              [0.06, 0.1],
            ],
            black,
          ),
          0,
          0.36,
          0,
        ),
      )
      o.add(
        place(cyl(0.05, 0.046, 0.75, bare), 0, 0.7, 0),
        place(cyl(0.062, 0.058, 0.85, paint), 0, 1.4, 0),
        place(cyl(0.076, 0.07, 0.7, paint), 0, 2.1, 0),
      )
      for (const y of [1.02, 1.82])
        o.add(
          place(cyl(0.092, 0.092, 0.17, black), 0, y, 0),
          place(box(0.1, 0.2, 0.07, hot, 0.03), 0.1 * s, y - 0.01, 0.05),
        )
      for (const y of [1.2, 1.6, 2.3]) o.add(place(cyl(0.0775, 0.0775, 0.035, satin(p.second)), 0, y, 0))
      o.add(
        place(
          turned(
            [
              [0.085, 0],
              [0.11, 0.04],
              [0.1, 0.18],
              [0.115, 0.34],
              [0.1, 0.46],
              [0.12, 0.6],
              [0.13, 0.66],
            ],
            cork,
          ),
          0,
          2.42,
          0,
        ),
      )
      for (let k = 0; k < 4; k++)
        o.add(place(ring(0.108, 0.012, kit.matte('#8a5e36')), 0, 2.5 + k * 0.1, 0, PI / 2))
      o.add(
        place(
          turned(
            [
              [0.13, 0],
              [0.19, 0.06],
              [0.2, 0.16],
              [0.13, 0.25],
              [0, 0.28],
            ],
            black,
          ),
          0,
          3.06,
          0,
          0,
          0,
          0,
        ),
      )
      const st = kit.fabric(p.accent),
        flat = tube(
          [
            [0, 3.2, 0.12],
            [-0.26 * s, 3.06, 0.18],
            [-0.36 * s, 2.75, 0.2],
            [-0.26 * s, 2.55, 0.18],
            [-0.14 * s, 2.8, 0.15],
            [0, 3.16, 0.12],
          ],
          0.038,
          st,
          60,
        )
      flat.scale.z = 0.8
      o.add(flat)
      const word = canvas(512, 64, (x) => text(x, '千岭 TRAIL', 256, 32, 46, '#fff7ea', 700))
      o.add(
        mesh(
          new THREE.CylinderGeometry(0.0775, 0.0725, 0.6, 24, 1, true, -0.9, 1.8),
          phys('#fff', {
            map: (word.center.set(0.5, 0.5), (word.rotation = PI / 2), word),
            transparent: true,
          }),
          0,
          2.08,
          0,
        ),
      )
      return o
    }
    for (const s of [-1, 1])
      g.add(
        kit.put(pole(s), { at: [s * 0.66, 0, s * -0.15], turn: [0, 0, s * 0.42], scale: [1.25, 1, 1.25] }),
      )
    return g
  },
  'sports-bottle'(_, p) {
    const one = (main, sip) => {
      const g = new THREE.Group(),
        coat = kit.matte(main, {
          roughness: 0.55,
          bumpMap: kit.grainBump(6, 0.8),
          bumpScale: 0.35,
          clearcoat: 0.2,
        }),
        steel = metal('#d4d7db'),
        black = satin(mix(main, '#141316', 0.82)),
        hot = satin(p.accent)
      g.add(
        lathe(
          [
            [0.6, 0.02],
            [0.7, 0.02],
            [0.74, 0.06],
            [0.74, 2.3],
            [0.72, 2.44],
            [0.62, 2.62],
            [0.54, 2.7],
          ],
          coat,
          96,
        ),
      )
      g.add(
        lathe(
          [
            [0, 0],
            [0.68, 0],
            [0.765, 0.04],
            [0.77, 0.4],
            [0.745, 0.42],
          ],
          kit.rubber(mix(main, '#141316', 0.55)),
          96,
        ),
      )
      g.add(
        lathe(
          [
            [0.5, 2.66],
            [0.555, 2.68],
            [0.555, 2.78],
            [0.5, 2.8],
          ],
          steel,
        ),
      )
      g.add(
        lathe(
          [
            [0.5, 2.78],
            [0.6, 2.78],
            [0.63, 2.82],
            [0.63, 3.1],
            [0.58, 3.18],
            [0.3, 3.22],
            [0, 3.22],
          ],
          black,
        ),
      )
      for (let i = 0; i < 30; i++) {
        const a = (i / 30) * PI * 2
        g.add(
          place(box(0.03, 0.26, 0.03, black, 0.012), Math.sin(a) * 0.63, 2.96, Math.cos(a) * 0.63, 0, a, 0),
        )
      }
      if (sip)
        g.add(
          place(box(0.34, 0.24, 0.5, black, 0.1), 0, 3.26, 0),
          place(kit.capsule(0.11, 0.34, hot), 0, 3.44, 0.18, 0.55),
        )
      g.add(
        tube(
          [
            [-0.55, 3.05, 0],
            [-0.5, 3.5, -0.12],
            [-0.25, 3.72, -0.18],
            [0.25, 3.72, -0.18],
            [0.5, 3.5, -0.12],
            [0.55, 3.05, 0],
          ],
          0.085,
          black,
          50,
        ),
      )
      for (const s of [-1, 1]) g.add(place(cyl(0.09, 0.09, 0.06, hot), s * 0.64, 3.0, 0, 0, 0, PI / 2))
      const logo = canvas(512, 1024, (x) => {
        const c = kit.isLight(main) ? '#3a342f' : '#fbf4e6'
        x.strokeStyle = c
        x.lineWidth = 18
        x.lineJoin = 'round'
        x.lineCap = 'round'
        x.beginPath()
        x.moveTo(110, 330)
        x.lineTo(230, 170)
        x.lineTo(300, 262)
        x.lineTo(340, 215)
        x.lineTo(410, 330)
        x.stroke()
        text(x, '沁', 256, 480, 170, c, 700)
        text(x, 'HYDRO', 256, 615, 62, c, 700)
        text(x, '750 ml', 256, 860, 46, c, 400)
      })
      g.add(
        mesh(
          new THREE.CylinderGeometry(0.744, 0.744, 1.7, 48, 1, true, -0.57, 1.14),
          phys('#fff', { map: logo, transparent: true, roughness: 0.4 }),
          0,
          1.42,
          0,
        ),
      )
      return g
    }
    if (p.opts.count !== 2) return one(p.main, true)
    return group(place(one(p.main, true), -0.55, 0, 0), place(one(p.second, true), 1.15, 0, -0.5, 0, -0.2, 0))
  },
}
