// Crafts: cup, basket, comb, ring, umbrella, embroidery hoop.
// The hand is the subject: woven strips are woven, stitches are laid one by one, glaze runs.
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
} from '../shorthand.js'

const { mix, group } = kit
const { ceramic: gloss, matte, metal } = kit

export const looks = {
  'ceramic-cup': [
    { swatch: 'celadon', yaw: 0.35, set: 'disc', pitch: 0.3 },
    { swatch: 'clay', yaw: -0.3, set: 'slab', pitch: 0.3 },
    { swatch: 'navy', yaw: 0.3, set: 'steps', pitch: 0.3 },
    { swatch: 'cream', yaw: -0.35, set: 'arch', pitch: 0.3 },
    {
      swatch: 'forest',
      yaw: 0.2,
      set: 'floor',
      pitch: 0.3,
      zoom: 1.25,
      zh: '松林绿一对',
      en: 'Forest, a pair',
      opts: { count: 2 },
    },
  ],
  'bamboo-basket': [
    { swatch: 'bamboo', yaw: 0.2, set: 'disc', pitch: 0.32, accent: '#e8843c' },
    { swatch: 'caramel', yaw: -0.25, set: 'slab', pitch: 0.32, accent: '#c3182f' },
    { swatch: 'oak', yaw: 0.3, set: 'floor', pitch: 0.32, accent: '#f0b93f' },
    { swatch: 'walnut', yaw: -0.2, set: 'steps', pitch: 0.32, accent: '#7f9a4a' },
    { swatch: 'sage', yaw: 0.15, set: 'arch', pitch: 0.32, accent: '#ee7f6d' },
  ],
  'wooden-comb': [
    { swatch: 'caramel', yaw: 0.3, set: 'disc' },
    { swatch: 'walnut', yaw: -0.3, set: 'slab' },
    { swatch: 'rosewood', yaw: 0.25, set: 'steps' },
    { swatch: 'olive', yaw: -0.25, set: 'arch', zh: '绿檀', en: 'Verawood' },
    { swatch: 'ink', yaw: 0.2, set: 'floor', backdrop: 'sand', zh: '乌木', en: 'Ebony' },
  ],
  'silver-ring': [
    { swatch: 'teal', yaw: 0.4, set: 'disc', pitch: 0.28 },
    { swatch: 'blush', yaw: -0.4, set: 'arch', pitch: 0.28, opts: { gem: '#c22a4e' } },
    { swatch: 'lilac', yaw: 0.35, set: 'slab', pitch: 0.28, opts: { gem: '#6a35c4' } },
    { swatch: 'crimson', yaw: -0.35, set: 'steps', pitch: 0.28 },
    { swatch: 'navy', yaw: 0.3, set: 'floor', pitch: 0.28, backdrop: 'night', opts: { gem: '#2f62c9' } },
  ],
  'oil-paper-umbrella': [
    { swatch: 'crimson', yaw: 0.2, zoom: 1.1, set: 'floor' },
    { swatch: 'celadon', yaw: -0.2, zoom: 1.1, set: 'disc' },
    { swatch: 'honey', yaw: 0.25, zoom: 1.1, set: 'slab', accent: '#b3402c' },
    { swatch: 'indigo', yaw: -0.15, zoom: 1.1, set: 'floor' },
    { swatch: 'blush', yaw: 0.1, zoom: 1.1, set: 'disc' },
  ],
  'embroidery-hoop': [
    { swatch: 'cream', yaw: 0.25, set: 'disc', accent: '#c3453f' },
    { swatch: 'navy', yaw: -0.25, set: 'slab', accent: '#e9b44c' },
    { swatch: 'sky', yaw: 0.3, set: 'arch', accent: '#e0706a' },
    { swatch: 'sage', yaw: -0.3, set: 'steps', accent: '#d9738a' },
    { swatch: 'plum', yaw: 0.2, set: 'floor', accent: '#f0b0a0' },
  ],
}

const petals = (x, cx, cy, r, colour, heart, n = 5) => {
  for (let i = 0; i < n; i++) {
    const a = (i / n) * PI * 2 - PI / 2
    x.fillStyle = colour
    x.beginPath()
    x.ellipse(cx + Math.cos(a) * r * 0.55, cy + Math.sin(a) * r * 0.55, r * 0.48, r * 0.42, a, 0, 7)
    x.fill()
  }
  x.fillStyle = heart
  x.beginPath()
  x.arc(cx, cy, r * 0.22, 0, 7)
  x.fill()
}

export const models = {
  'ceramic-cup'(_, p, rng) {
    const one = (c) => {
      const g = new THREE.Group()
      const skin = canvas(1024, 512, (x, w, h) => {
        const gr = x.createLinearGradient(0, 0, 0, h)
        gr.addColorStop(0, mix(c, '#8a5a34', 0.35))
        gr.addColorStop(0.07, mix(c, '#ffffff', 0.28))
        gr.addColorStop(0.5, c)
        gr.addColorStop(0.78, mix(c, '#0d1512', 0.26))
        x.fillStyle = gr
        x.fillRect(0, 0, w, h)
        x.fillStyle = mix(c, '#ffffff', 0.3)
        x.globalAlpha = 0.22
        for (let i = 0; i < 64; i++) {
          const u = rng() * w
          x.fillRect(u, 20 + rng() * 60, 3 + rng() * 9, 90 + rng() * 230)
        }
        x.globalAlpha = 1
        for (let i = 0; i < 260; i++) {
          x.fillStyle = `rgba(60,36,20,${0.12 + rng() * 0.3})`
          x.beginPath()
          x.arc(rng() * w, rng() * h, 0.6 + rng() * 2.1, 0, 7)
          x.fill()
        }
        x.fillStyle = '#b98a62'
        x.beginPath()
        x.moveTo(0, h)
        for (let u = 0; u <= w; u += 4)
          x.lineTo(u, 425 + Math.sin((u / w) * PI * 6) * 16 + Math.sin((u / w) * PI * 14 + 1) * 9)
        x.lineTo(w, h)
        x.fill()
        for (let i = 0; i < 500; i++) {
          x.fillStyle = `rgba(70,40,22,${rng() * 0.35})`
          x.fillRect(rng() * w, 440 + rng() * 72, 2, 2)
        }
      })
      const wob = (m) =>
        kit.warp(m, (x, y, z) => {
          const a = Math.atan2(z, x),
            k = 1 + 0.012 * Math.sin(a * 2 + 1) + 0.006 * Math.sin(y * 26)
          return [x * k, y, z * k]
        })
      g.add(
        wob(
          kit.lathe(
            [
              [0.5, 0.02],
              [0.6, 0.1],
              [0.76, 0.4],
              [0.82, 0.85],
              [0.8, 1.3],
              [0.84, 1.62],
            ],
            gloss('#fff', { map: skin, roughness: 0.22 }),
            { smooth: true, segments: 96, steps: 60 },
          ),
        ),
      )
      const inside = gloss(mix(c, '#ffffff', 0.5))
      g.add(
        wob(
          lathe(
            [
              [0.84, 1.62],
              [0.82, 1.665],
              [0.785, 1.64],
              [0.76, 1.3],
              [0.78, 0.85],
              [0.7, 0.4],
              [0, 0.2],
            ],
            inside,
            96,
          ),
        ),
      )
      g.add(
        lathe(
          [
            [0, 0],
            [0.46, 0],
            [0.5, 0.03],
            [0.52, 0.06],
          ],
          matte('#a97a54'),
        ),
        place(cyl(0.765, 0.765, 0.02, gloss('#b5712c', { roughness: 0.06 })), 0, 1.36, 0),
      )
      const hm = gloss(c)
      const hd = tube(
        [
          [0.76, 1.34, 0],
          [1.06, 1.42, 0],
          [1.27, 1.16, 0],
          [1.22, 0.78, 0],
          [1.0, 0.54, 0],
          [0.74, 0.5, 0],
        ],
        0.105,
        hm,
        60,
      )
      hd.scale.z = 1.25
      g.add(hd)
      return g
    }
    const clay = matte('#b98a62', { bumpMap: kit.grainBump(3, 1.2), bumpScale: 0.5 })
    const g = new THREE.Group()
    g.add(
      lathe(
        [
          [0, 0],
          [0.8, 0],
          [0.9, 0.04],
          [1.32, 0.16],
          [1.36, 0.2],
          [1.32, 0.23],
          [0.9, 0.12],
          [0, 0.1],
        ],
        gloss(mix(p.main, '#8a5a34', 0.12)),
        96,
      ),
      place(ring(1.34, 0.022, clay), 0, 0.2, 0, PI / 2),
      place(one(p.main), 0, 0.1, 0, 0, -0.35, 0),
    )
    if (p.opts.count === 2)
      return group(place(g, -0.75, 0, 0), place(one(p.accent), 1.5, 0, -0.75, 0, 0.5, 0))
    const spoon = group(
      kit.put(kit.sphere(0.17, kit.wood('#9c6b41')), { scale: [0.8, 0.35, 1.1] }),
      rod([0, 0.01, 0.12], [0, 0.12, 1.0], 0.035, kit.wood('#9c6b41')),
    )
    g.add(place(spoon, -0.35, 0.22, 1.05, -0.06, 1.45, 0))
    return g
  },
  'bamboo-basket'(_, p, rng) {
    const g = new THREE.Group(),
      n = 40,
      rows = 13,
      A = phys(mix(p.main, '#e8d6a0', 0.12), { roughness: 0.5, clearcoat: 0.3 }),
      B = phys(mix(p.main, '#5a3c1c', 0.32), { roughness: 0.5, clearcoat: 0.3 })
    const R = (y) => 1.02 + 0.42 * Math.sin((y / 1.5) * PI * 0.55)
    for (let k = 0; k < rows; k++) {
      const y = 0.1 + k * 0.105
      g.add(
        kit.surface(
          (u, v) => {
            const a = u * PI * 2,
              b = v * PI * 2,
              r = R(y) + 0.052 * (k % 2 ? 1 : -1) * Math.cos((a * n) / 2) + Math.cos(b) * 0.02
            return [Math.cos(a) * r, y + Math.sin(b) * 0.056, Math.sin(a) * r]
          },
          k % 4 === 2 || k === rows - 2 ? B : A,
          { nu: 200, nv: 6 },
        ),
      )
    }
    for (let i = 0; i < n; i++) {
      const a = (i / n) * PI * 2,
        P = (y) => [Math.cos(a) * R(y), y, Math.sin(a) * R(y)]
      g.add(
        kit.mesh(
          new THREE.TubeGeometry(
            new THREE.CatmullRomCurve3([P(0.02), P(0.5), P(1.0), P(1.5)].map((q) => new THREE.Vector3(...q))),
            10,
            0.03,
            6,
          ),
          B,
        ),
      )
    }
    g.add(
      place(ring(R(1.5), 0.085, A), 0, 1.5, 0, PI / 2),
      place(ring(R(0), 0.07, B), 0, 0.06, 0, PI / 2),
      place(cyl(R(0), R(0), 0.06, B), 0, 0.06, 0),
    )
    for (let i = 0; i < 46; i++) {
      const a = (i / 46) * PI * 2
      g.add(place(ring(0.1, 0.018, B), Math.cos(a) * R(1.5), 1.5, Math.sin(a) * R(1.5), 0.25, -a, 0))
    }
    const arch = (z, m, r) =>
      tube(
        [
          [-R(1.4), 1.3, z],
          [-1.42, 2.1, z],
          [-0.95, 2.85, z * 0.7],
          [0, 3.12, z * 0.5],
          [0.95, 2.85, z * 0.7],
          [1.42, 2.1, z],
          [R(1.4), 1.3, z],
        ],
        r,
        m,
        70,
      )
    g.add(arch(0.09, A, 0.055), arch(-0.09, A, 0.055))
    for (let i = 0; i < 15; i++)
      g.add(place(ring(0.115, 0.028, B), -0.5 + i * 0.071, 3.1 - ((i - 7) / 7) ** 2 * 0.08, 0, 0, PI / 2, 0))
    for (let i = 0; i < 15; i++) {
      const ringed = i < 9,
        a = ringed ? (i / 9) * PI * 2 : ((i - 9) / 5) * PI * 2 + 0.5,
        d = ringed ? 0.98 : i === 14 ? 0 : 0.5
      const f = kit.blob(0.36, kit.food(mix(p.accent, '#ffd27a', rng() * 0.2)), rng, {
        lumps: 0.03,
        squash: 0.88,
        segments: 24,
      })
      const o = group(f, place(ball(0.04, kit.matte('#5c6b2c'), 1, 0.8, 1, 10), 0, 0.32, 0))
      if (i % 2)
        o.add(place(ball(0.17, kit.food('#56803b'), 0.55, 0.12, 1.2, 14), 0.08, 0.34, 0.14, 0.2, 0.6, 0))
      g.add(
        place(
          o,
          Math.cos(a) * d,
          (ringed ? 1.46 : 1.68) + (i === 14 ? 0.12 : 0),
          Math.sin(a) * d,
          rng() * 0.6 - 0.3,
          rng() * 3,
          rng() * 0.6 - 0.3,
        ),
      )
    }
    g.add(place(cyl(1.2, 1.1, 0.1, kit.fabric(p.second)), 0, 1.2, 0))
    return g
  },
  'wooden-comb'(_, p) {
    const g = new THREE.Group(),
      w = kit.wood(p.main, { roughness: 0.38, clearcoat: 0.5, grain: { rings: 34, repeat: [0.35, 0.35] } })
    const pts = [],
      top = (x) => 1.05 + 0.62 * Math.sqrt(Math.max(0, 1 - (x / 1.78) ** 2)),
      N = 20
    for (let i = 0; i <= 40; i++) {
      const x = -1.7 + (i / 40) * 3.4
      pts.push([x, top(x)])
    }
    pts.push([1.72, 0.9], [1.62, 0.06])
    for (let i = 0; i < N; i++) {
      const x1 = 1.47 - (i + 0.25) * (2.94 / N),
        x0 = x1 - 0.064,
        len = 0.02 + 0.05 * (Math.abs(x1) / 1.5) ** 2
      pts.push(
        [x1 + 0.012, 0.98],
        [x1, 0.96],
        [x1 - 0.01, 0.08 + len],
        [(x1 + x0) / 2, len],
        [x0 + 0.01, 0.08 + len],
        [x0, 0.96],
        [x0 - 0.012, 0.98],
      )
    }
    pts.push([-1.47, 0.98], [-1.62, 0.06], [-1.72, 0.9])
    const comb = new THREE.Group()
    comb.add(solid(outline(pts), 0.12, w, 0.022))
    const carve = canvas(1024, 420, (x) => {
      const c = kit.isLight(p.main) ? mix(p.main, '#2a1408', 0.62) : mix(p.second, '#e6c68c', 0.55)
      x.strokeStyle = c
      x.lineWidth = 7
      x.lineCap = 'round'
      x.beginPath()
      x.moveTo(150, 300)
      x.bezierCurveTo(330, 330, 380, 170, 560, 210)
      x.bezierCurveTo(700, 240, 760, 150, 880, 260)
      x.moveTo(420, 222)
      x.quadraticCurveTo(450, 140, 520, 120)
      x.moveTo(690, 212)
      x.quadraticCurveTo(740, 300, 800, 310)
      x.stroke()
      for (const [a, b, r] of [
        [300, 270, 46],
        [530, 130, 54],
        [640, 240, 40],
        [800, 200, 44],
      ])
        petals(x, a, b, r, c, kit.isLight(p.main) ? mix(p.main, '#ffffff', 0.3) : p.main)
      for (const [a, b] of [
        [200, 285],
        [420, 180],
        [720, 170],
        [870, 300],
      ]) {
        x.fillStyle = c
        x.beginPath()
        x.arc(a, b, 14, 0, 7)
        x.fill()
      }
    })
    comb.add(
      mesh(
        new THREE.PlaneGeometry(2.6, 0.66),
        phys('#fff', { map: carve, transparent: true, roughness: 0.6 }),
        0,
        1.24,
        0.0835,
      ),
    )
    const silk = kit.fabric(p.accent === '#7d3f28' ? '#c3453f' : p.accent),
      gold = metal('#e0bd84')
    g.add(place(comb, 0, 0.24, 0.05, -0.1, 0, 0))
    const tw = new THREE.Group()
    tw.add(
      place(ball(0.09, gloss(mix(p.accent, '#ffffff', 0.15))), 0, 0, 0),
      place(cyl(0.06, 0.075, 0.12, gold), 0, -0.12, 0),
    )
    for (let i = 0; i < 14; i++) {
      const a = (i / 14) * PI * 2
      tw.add(
        rod(
          [Math.cos(a) * 0.04, -0.16, Math.sin(a) * 0.04],
          [Math.cos(a) * 0.11, -0.95, Math.sin(a) * 0.11],
          0.022,
          silk,
        ),
      )
    }
    tw.add(rod([0, -0.16, 0], [0, -0.93, 0], 0.06, silk))
    g.add(
      place(tw, 1.76, 1.22, 0.16),
      tube(
        [
          [1.62, 1.3, -0.06],
          [1.74, 1.36, 0.08],
          [1.76, 1.22, 0.16],
        ],
        0.018,
        silk,
        12,
      ),
    )
    const stand = kit.wood(kit.isLight(p.main) ? '#6a4426' : '#cfa574')
    g.add(place(box(3.3, 0.2, 0.8, stand, 0.06), 0, 0.1, 0))
    for (const x of [-1.5, 1.5])
      g.add(
        place(box(0.22, 0.5, 0.12, stand, 0.05), x, 0.38, -0.12, -0.1),
        place(box(0.22, 0.3, 0.1, stand, 0.04), x, 0.28, 0.2),
      )
    return g
  },
  'silver-ring'(_, p) {
    const g = new THREE.Group(),
      silver = metal('#eceef0', { roughness: 0.14, clearcoat: 0.4 }),
      stone = p.opts.gem ?? p.main,
      gem = kit.ceramic(stone, {
        roughness: 0.03,
        clearcoat: 1,
        clearcoatRoughness: 0.02,
        flatShading: true,
        emissive: stone,
        emissiveIntensity: 0.22,
        envMapIntensity: 1.1,
      })
    const r = new THREE.Group(),
      band = kit.surface(
        (u, v) => {
          const a = u * PI * 2,
            b = v * PI * 2,
            k = 0.5 + 0.5 * Math.sin(a),
            wid = 0.17 + 0.13 * k * k,
            sq = (n, e) => Math.sign(n) * Math.abs(n) ** e,
            R = 1 + sq(Math.cos(b), 0.8) * 0.075
          return [Math.cos(a) * R, Math.sin(a) * R, sq(Math.sin(b), 0.7) * wid]
        },
        silver,
        { nu: 110, nv: 24 },
      )
    r.add(band)
    for (const s of [-1, 1])
      for (let k = 0; k < 5; k++) {
        const a = PI / 2 + s * (0.42 + k * 0.17)
        r.add(
          place(
            ball(0.075 - k * 0.007, k % 2 ? silver : gem, 1, 1, 1, 14),
            Math.cos(a) * 1.085,
            Math.sin(a) * 1.085,
            0,
          ),
        )
        for (const z of [-1, 1])
          r.add(
            place(
              ball(0.028, silver, 1, 1, 1, 8),
              Math.cos(a) * 1.07,
              Math.sin(a) * 1.07,
              z * (0.17 - k * 0.012),
            ),
          )
      }
    const facet = new THREE.Group(),
      crown = mesh(new THREE.CylinderGeometry(0.27, 0.46, 0.17, 10, 1), gem),
      girdle = mesh(new THREE.CylinderGeometry(0.46, 0.46, 0.04, 10, 1), gem),
      pav = mesh(new THREE.CylinderGeometry(0.46, 0.08, 0.34, 10, 1), gem)
    facet.add(place(crown, 0, 0.105, 0), girdle, place(pav, 0, -0.19, 0))
    r.add(place(facet, 0, 1.42, 0, 0, 0.3, 0))
    r.add(
      place(ring(0.4, 0.045, silver), 0, 1.28, 0, PI / 2),
      place(ring(0.3, 0.035, silver), 0, 1.15, 0, PI / 2),
    )
    for (let i = 0; i < 6; i++) {
      const a = (i / 6) * PI * 2 + 0.5
      r.add(
        rod(
          [Math.cos(a) * 0.24, 1.02, Math.sin(a) * 0.24],
          [Math.cos(a) * 0.46, 1.5, Math.sin(a) * 0.46],
          0.035,
          silver,
        ),
        place(ball(0.055, silver, 1, 1, 1, 12), Math.cos(a) * 0.44, 1.52, Math.sin(a) * 0.44),
      )
    }

    g.add(place(r, 0, 1.42, 0.1, 0, 0.35, 0))
    const box1 = kit.leather(mix(p.main, '#14110f', 0.45)),
      velvet = kit.plush(mix(p.second, p.main, 0.2))
    g.add(
      place(mesh(new RoundedBoxGeometry(2.3, 0.75, 1.7, 6, 0.14), box1), 0, 0.37, 0),
      place(box(2.1, 0.1, 1.5, velvet, 0.05), 0, 0.74, 0),
    )
    for (const z of [-0.36, 0.46]) g.add(place(kit.capsule(0.24, 1.5, velvet), 0, 0.74, z, 0, 0, PI / 2))
    const lid = new THREE.Group()
    lid.add(
      place(mesh(new RoundedBoxGeometry(2.3, 1.75, 0.5, 6, 0.14), box1), 0, 0.87, -0.12),
      place(box(2.08, 1.5, 0.06, kit.fabric(p.second), 0.03), 0, 0.88, 0.13),
    )
    const word = canvas(256, 128, (x) => text(x, '拾 银', 128, 64, 58, mix(p.main, '#2a1a10', 0.5), 700))
    lid.add(
      mesh(new THREE.PlaneGeometry(0.8, 0.4), phys('#fff', { map: word, transparent: true }), 0, 1.36, 0.166),
    )
    g.add(place(lid, 0, 0.68, -0.86, -0.16))
    g.add(place(box(0.3, 0.14, 0.06, metal('#e0bd84'), 0.03), 0, 0.6, 0.86))
    return g
  },
  'oil-paper-umbrella'(_, p) {
    const g = new THREE.Group(),
      n = 24,
      R = 2.0,
      H = 0.95,
      bamboo = kit.wood('#c29a5c'),
      dark = kit.wood('#5a3a22')
    const S = 1024,
      top = canvas(S, S, (x) => {
        const c = S / 2,
          gr = x.createRadialGradient(c, c, 20, c, c, c)
        gr.addColorStop(0, mix(p.main, '#3a1208', 0.22))
        gr.addColorStop(0.25, p.main)
        gr.addColorStop(0.8, mix(p.main, '#ffffff', 0.16))
        gr.addColorStop(1, mix(p.main, '#2a1008', 0.12))
        x.fillStyle = gr
        x.fillRect(0, 0, S, S)
        x.strokeStyle = p.second
        x.lineWidth = 9
        x.beginPath()
        x.arc(c, c, 476, 0, 7)
        x.stroke()
        x.lineWidth = 4
        x.beginPath()
        x.arc(c, c, 456, 0, 7)
        x.arc(c, c, 110, 0, 7)
        x.stroke()
        x.strokeStyle = mix('#4a2a18', p.main, 0.15)
        x.lineCap = 'round'
        for (const [w, q] of [
          [17, [90, 690, 240, 590, 330, 700, 470, 760]],
          [11, [290, 660, 350, 560, 330, 500, 400, 430]],
          [14, [640, 880, 700, 740, 800, 700, 880, 560]],
          [10, [760, 710, 760, 620, 700, 580, 690, 500]],
        ]) {
          x.lineWidth = w
          x.beginPath()
          x.moveTo(q[0], q[1])
          x.bezierCurveTo(...q.slice(2))
          x.stroke()
        }
        const bloom = kit.isLight(p.main) ? mix(p.accent, '#ffffff', 0.18) : '#fff4e6'
        for (const [a, b, r] of [
          [200, 630, 62],
          [330, 560, 74],
          [400, 440, 50],
          [450, 740, 66],
          [300, 730, 40],
          [690, 490, 58],
          [780, 640, 78],
          [870, 570, 48],
          [690, 760, 60],
          [640, 870, 44],
          [560, 230, 54],
          [330, 240, 46],
          [720, 270, 62],
          [210, 420, 44],
        ])
          petals(x, a, b, r, bloom, '#f0b93f')
      })
    const shell = (o, m) => {
      const s = kit.surface(
        (u, v) => {
          const a = u * PI * 2,
            r = v * R,
            fold = Math.abs(Math.sin((a * n) / 2)) * 0.045 * v
          return [Math.cos(a) * r, H * (1 - v ** 1.25) - 0.05 + fold * -1 + o, Math.sin(a) * r]
        },
        m,
        { nu: n * 8, nv: 14 },
      )
      const q = s.geometry.attributes.uv,
        pos = s.geometry.attributes.position
      for (let i = 0; i < q.count; i++) q.setXY(i, 0.5 + pos.getX(i) / R / 2.06, 0.5 - pos.getZ(i) / R / 2.06)
      return s
    }
    g.add(
      shell(
        0,
        phys('#fff', {
          map: top,
          roughness: 0.38,
          clearcoat: 0.5,
          clearcoatRoughness: 0.3,
          emissive: p.main,
          emissiveIntensity: 0.08,
        }),
      ),
      shell(-0.02, matte(mix(p.main, '#fff0d8', 0.35))),
    )
    for (let i = 0; i < n; i++) {
      const a = (i / n) * PI * 2,
        c = Math.cos(a),
        s = Math.sin(a)
      g.add(
        tube(
          [
            [c * 0.1, H - 0.12, s * 0.1],
            [c * R * 0.55, H * 0.47 - 0.1, s * R * 0.55],
            [c * R * 1.015, -0.07, s * R * 1.015],
          ],
          0.02,
          bamboo,
          8,
        ),
      )
      g.add(rod([c * 0.08, -0.35, s * 0.08], [c * R * 0.52, H * 0.5 - 0.12, s * R * 0.52], 0.014, bamboo))
    }
    g.add(
      place(cyl(0.15, 0.2, 0.16, dark), 0, H + 0.0, 0),
      place(cyl(0.07, 0.12, 0.2, dark), 0, H + 0.16, 0),
      place(ball(0.08, kit.gold()), 0, H + 0.28, 0),
      rod([0, H, 0], [0, -2.2, 0], 0.05, bamboo),
      rod([0, -1.75, 0], [0, -2.45, 0], 0.075, dark),
      place(cyl(0.13, 0.13, 0.26, dark), 0, -0.36, 0),
    )
    const silk = kit.fabric(kit.isLight(p.accent) ? p.accent : mix(p.accent, '#d8473a', 0.3))
    g.add(
      tube(
        [
          [0, -2.42, 0],
          [0.12, -2.5, 0.1],
          [0.2, -2.6, 0.1],
        ],
        0.018,
        silk,
        12,
      ),
    )
    for (let i = 0; i < 8; i++)
      g.add(rod([0.2, -2.58, 0.1], [0.2 + Math.cos(i) * 0.09, -2.95, 0.1 + Math.sin(i) * 0.09], 0.022, silk))
    g.rotation.order = 'ZXY'
    return group(place(g, 0, 0, 0, 0.5, 0, -0.78))
  },
  'embroidery-hoop'(_, p, rng) {
    const g = new THREE.Group(),
      w = kit.wood('#cf9f66'),
      h = new THREE.Group(),
      R = 1.4,
      dark = !kit.isLight(p.main),
      S = 1024
    const leafC = dark ? '#9cc08a' : '#55803f',
      tones = [p.accent, mix(p.accent, '#ffffff', 0.4), mix(p.accent, '#5a1020', 0.25)]
    const art = canvas(S, S, (x) => {
      x.fillStyle = p.main
      x.fillRect(0, 0, S, S)
      x.globalAlpha = 0.12
      for (let i = 0; i < S; i += 6) {
        x.fillStyle = i % 12 ? '#ffffff' : '#000000'
        x.fillRect(i, 0, 2, S)
        x.fillRect(0, i, S, 2)
      }
      x.globalAlpha = 1
      x.lineCap = 'round'
      const stitch = (x0, y0, x1, y1, c, lw) => {
        x.strokeStyle = 'rgba(30,15,10,.28)'
        x.lineWidth = lw + 1.5
        x.beginPath()
        x.moveTo(x0 + 2, y0 + 3)
        x.lineTo(x1 + 2, y1 + 3)
        x.stroke()
        x.strokeStyle = c
        x.lineWidth = lw
        x.beginPath()
        x.moveTo(x0, y0)
        x.lineTo(x1, y1)
        x.stroke()
      }
      const stem = (pts) => {
        for (let k = 0; k < 40; k++) {
          const P = (t) => {
            const [a, b, c, d, e, f] = pts,
              u = 1 - t
            return [u * u * a + 2 * u * t * c + t * t * e, u * u * b + 2 * u * t * d + t * t * f]
          }
          stitch(...P(k / 40), ...P((k + 1.1) / 40), mix(leafC, '#ffffff', rng() * 0.18), 8)
        }
      }
      const leaf = (cx, cy, len, a) => {
        for (let k = -10; k <= 10; k++) {
          const t = k / 10,
            o = (1 - t * t) * len * 0.34
          for (const s of [-1, 1]) {
            const bx = cx + Math.cos(a) * t * len * 0.5,
              by = cy + Math.sin(a) * t * len * 0.5,
              a2 = a + s * 0.9
            stitch(
              bx,
              by,
              bx + Math.cos(a2) * o,
              by + Math.sin(a2) * o,
              mix(leafC, '#ffffff', 0.08 + rng() * 0.28),
              6,
            )
          }
        }
      }
      const flower = (cx, cy, r, n = 6) => {
        for (let q = 0; q < n; q++) {
          const a = (q / n) * PI * 2 + 0.3
          for (let k = -9; k <= 9; k++) {
            const t = k / 9,
              b = a + t * (PI / n) * 0.92,
              l = r * (0.82 + 0.26 * Math.cos(t * 1.4) - 0.1 * t * t + rng() * 0.05)
            stitch(
              cx + Math.cos(b) * r * 0.24,
              cy + Math.sin(b) * r * 0.24,
              cx + Math.cos(b) * l,
              cy + Math.sin(b) * l,
              mix(tones[q % 3], tones[(q + 1) % 3], rng() * 0.5),
              r > 90 ? 8 : 6,
            )
          }
        }
        for (let k = 0; k < 34; k++) {
          const a = rng() * 7,
            d = Math.sqrt(rng()) * r * 0.24
          x.fillStyle = k % 2 ? '#f0b93f' : '#d8902a'
          x.beginPath()
          x.arc(cx + Math.cos(a) * d, cy + Math.sin(a) * d, r * 0.055, 0, 7)
          x.fill()
        }
      }
      stem([512, 880, 420, 700, 480, 430])
      stem([500, 800, 700, 700, 720, 480])
      stem([490, 780, 310, 700, 270, 560])
      stem([480, 620, 560, 440, 600, 290])
      for (const [a, b, l, t] of [
        [400, 760, 150, 2.5],
        [600, 780, 150, 0.5],
        [650, 620, 120, -0.4],
        [380, 640, 110, 3.6],
        [545, 560, 100, -0.9],
        [300, 690, 110, 2.6],
        [740, 640, 100, 0.7],
      ])
        leaf(a, b, l, t)
      flower(470, 420, 150, 7)
      flower(725, 450, 105)
      flower(262, 530, 100)
      flower(612, 262, 74, 5)
      flower(330, 290, 56, 5)
      for (let i = 0; i < 16; i++) {
        const a = rng() * 7,
          d = 330 + rng() * 100
        x.fillStyle = tones[i % 3]
        x.beginPath()
        x.arc(512 + Math.cos(a) * d, 512 + Math.sin(a) * d, 9, 0, 7)
        x.fill()
      }
    })
    h.add(
      mesh(
        new THREE.CircleGeometry(R - 0.02, 72),
        kit.fabric('#ffffff', { map: art, bumpMap: art, bumpScale: 1.2, sheen: 0.2 }),
        0,
        0,
        0.03,
      ),
    )
    const band = (r, t, d) => {
      const s = new THREE.Shape()
      s.absarc(0, 0, r + t, 0, PI * 2)
      const q = new THREE.Path()
      q.absarc(0, 0, r, 0, PI * 2, true)
      s.holes.push(q)
      const e = new THREE.ExtrudeGeometry(s, {
        depth: d,
        bevelEnabled: true,
        bevelSize: 0.015,
        bevelThickness: 0.015,
        bevelSegments: 2,
        curveSegments: 64,
      })
      return mesh(e.translate(0, 0, -d / 2), w)
    }
    h.add(band(R + 0.015, 0.09, 0.24), band(R - 0.06, 0.06, 0.16))
    h.add(mesh(new THREE.CircleGeometry(R, 48), kit.fabric(mix(p.main, '#000000', 0.15)), 0, 0, -0.05, 0, PI))
    const brass = metal('#e0bd84')
    h.add(
      place(box(0.16, 0.24, 0.24, brass, 0.03), -0.14, R + 0.19, 0),
      place(box(0.16, 0.24, 0.24, brass, 0.03), 0.14, R + 0.19, 0),
      place(cyl(0.045, 0.045, 0.7, brass, 16), 0.12, R + 0.22, 0, 0, 0, PI / 2),
      place(cyl(0.12, 0.12, 0.1, brass, 10), 0.45, R + 0.22, 0, 0, 0, PI / 2),
    )
    g.add(place(h, 0, R + 0.22, 0, -0.16))
    const st = kit.wood('#9c6b41')
    g.add(place(box(1.9, 0.12, 0.3, st, 0.05), 0, 0.06, 0.25))
    for (const s of [-1, 1])
      g.add(
        place(box(0.16, 0.3, 0.9, st, 0.05), s * 0.7, 0.12, 0.0),
        rod([s * 0.7, 0.1, -0.35], [s * 0.35, 1.9, -0.34], 0.06, st),
      )
    const spool = new THREE.Group()
    spool.add(
      place(cyl(0.24, 0.24, 0.08, st), 0, 0.04, 0),
      place(cyl(0.24, 0.24, 0.08, st), 0, 0.62, 0),
      place(
        cyl(0.19, 0.19, 0.5, kit.fabric(p.accent, { bumpMap: kit.ribBump(2), bumpScale: 1 })),
        0,
        0.33,
        0,
      ),
    )
    for (let i = 0; i < 9; i++)
      spool.add(place(ring(0.192, 0.028, kit.fabric(tones[i % 2])), 0, 0.11 + i * 0.055, 0, PI / 2))
    g.add(place(spool, 1.3, 0, 0.75))
    g.add(
      tube(
        [
          [1.3, 0.5, 0.95],
          [1.0, 0.1, 1.2],
          [0.5, 0.03, 1.05],
          [0.0, 0.03, 1.25],
          [-0.5, 0.04, 1.1],
        ],
        0.018,
        kit.fabric(p.accent),
        50,
      ),
      rod([-0.5, 0.04, 1.1], [-1.15, 0.05, 0.95], 0.022, metal('#dfe1e4'), 0.006),
    )
    return g
  },
}
