// Pets: food bag, bowl, ball, cat tree, bed, fountain.
// Wound sisal, felt seams and kibble are real geometry or bump, so they survive a small card.
import * as THREE from 'three'
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
const { ceramic: gloss, plastic: satin, metal } = kit
const clear = (c, opacity = 0.28, o = {}) => kit.glass(c, { opacity, ...o })

export const looks = {
  'pet-food-bag': [
    { swatch: 'forest', yaw: 0.28, set: 'disc', accent: '#e6a04c' },
    { swatch: 'coral', yaw: -0.3, set: 'slab', accent: '#8e2f2a' },
    { swatch: 'navy', yaw: 0.3, set: 'steps', accent: '#d6a65f', opts: { cat: true } },
    { swatch: 'honey', yaw: -0.25, set: 'arch', accent: '#8a4b1f', opts: { cat: true } },
    { swatch: 'teal', yaw: 0.2, set: 'floor', accent: '#e2a15c' },
  ],
  'cat-bowl': [
    { swatch: 'cloud', yaw: 0.2, set: 'disc', accent: '#4577a8', pitch: 0.34 },
    { swatch: 'blush', yaw: -0.25, set: 'slab', pitch: 0.38 },
    { swatch: 'celadon', yaw: 0.3, set: 'steps', pitch: 0.34 },
    { swatch: 'ink', yaw: -0.2, set: 'floor', backdrop: 'butter', pitch: 0.38 },
    { swatch: 'honey', yaw: 0.15, set: 'disc', backdrop: 'sky', pitch: 0.34 },
  ],
  'ball-toy': [
    { swatch: 'coral', yaw: 0.2, set: 'floor', accent: '#3f8f94' },
    { swatch: 'sky', yaw: -0.3, set: 'disc', accent: '#e8873f' },
    { swatch: 'olive', yaw: 0.3, set: 'slab', accent: '#d0633c' },
    { swatch: 'honey', yaw: -0.1, set: 'arch', accent: '#44608f' },
    { swatch: 'lilac', yaw: 0.4, set: 'steps', accent: '#7459b8' },
  ],
  'cat-tree': [
    { swatch: 'cream', yaw: 0.35, set: 'floor', accent: '#c98252' },
    { swatch: 'sage', yaw: -0.35, set: 'disc', accent: '#66775a' },
    { swatch: 'blush', yaw: 0.3, set: 'slab', accent: '#b6605f' },
    { swatch: 'graphite', yaw: -0.3, set: 'floor', accent: '#e08a4f' },
    { swatch: 'sky', yaw: 0.25, set: 'steps', backdrop: 'butter', accent: '#4577a8' },
  ],
  'pet-bed': [
    { swatch: 'oat', yaw: 0.2, set: 'floor', pitch: 0.44, zoom: 1.12, accent: '#a8693f' },
    { swatch: 'blush', yaw: -0.2, set: 'disc', pitch: 0.44, zoom: 1.12 },
    { swatch: 'graphite', yaw: 0.3, set: 'slab', pitch: 0.44, zoom: 1.12 },
    { swatch: 'sage', yaw: -0.3, set: 'floor', pitch: 0.44, zoom: 1.12, accent: '#d9a25e' },
    { swatch: 'denim', yaw: 0.1, set: 'disc', pitch: 0.44, zoom: 1.12, backdrop: 'butter' },
  ],
  'pet-fountain': [
    { swatch: 'cloud', yaw: 0.25, set: 'disc', accent: '#5aa3c9', pitch: 0.3 },
    { swatch: 'mint', yaw: -0.25, set: 'slab', pitch: 0.3 },
    { swatch: 'blush', yaw: 0.3, set: 'arch', pitch: 0.3 },
    { swatch: 'ink', yaw: -0.3, set: 'steps', backdrop: 'aqua', pitch: 0.3 },
    { swatch: 'butter', yaw: 0.2, set: 'floor', pitch: 0.3, backdrop: 'sky' },
  ],
}

const kibble = (g, rng, n, R, y, colours, r = 0.1, dome = 0.12) => {
  const mats = colours.map((c) => kit.food(c))
  for (let i = 0; i < n; i++) {
    const a = i * 2.4,
      d = R * Math.sqrt((i + 0.5) / n)
    const o =
      i % 3
        ? ball(r, mats[i % mats.length], 1, 0.62, 1, 12)
        : mesh(new THREE.TorusGeometry(r * 0.66, r * 0.38, 8, 14), mats[i % mats.length])
    g.add(
      place(
        o,
        Math.cos(a) * d,
        y + dome * (1 - (d / R) ** 2) + rng() * 0.05,
        Math.sin(a) * d,
        1.2 + rng(),
        rng() * 3,
        rng(),
      ),
    )
  }
}
/** A cat's or a dog's head, flat, for printing. */
function head(x, cat, cx, cy, r, fur, ink, pale) {
  x.fillStyle = fur
  for (const s of [-1, 1]) {
    x.beginPath()
    if (cat) {
      x.moveTo(cx + s * r * 0.95, cy - r * 1.25)
      x.lineTo(cx + s * r * 0.98, cy - r * 0.1)
      x.lineTo(cx + s * r * 0.2, cy - r * 0.7)
    } else x.ellipse(cx + s * r * 0.98, cy + r * 0.05, r * 0.32, r * 0.75, s * 0.25, 0, 7)
    x.fillStyle = cat ? fur : ink
    x.fill()
  }
  x.fillStyle = fur
  x.beginPath()
  x.ellipse(cx, cy, r, r * 0.88, 0, 0, 7)
  x.fill()
  x.fillStyle = pale
  x.beginPath()
  x.ellipse(cx, cy + r * 0.4, r * 0.5, r * 0.36, 0, 0, 7)
  x.fill()
  x.fillStyle = ink
  for (const s of [-1, 1]) {
    x.beginPath()
    x.ellipse(cx + s * r * 0.42, cy - r * 0.1, r * 0.11, r * 0.14, 0, 0, 7)
    x.fill()
  }
  x.beginPath()
  x.ellipse(cx, cy + r * 0.25, r * 0.15, r * 0.1, 0, 0, 7)
  x.fill()
  x.strokeStyle = ink
  x.lineWidth = r * 0.06
  x.lineCap = 'round'
  for (const s of [-1, 1]) {
    x.beginPath()
    x.arc(cx + s * r * 0.15, cy + r * 0.36, r * 0.15, 0.3, 2.6)
    x.stroke()
  }
  if (cat)
    for (const s of [-1, 1])
      for (const k of [-1, 0, 1]) {
        x.beginPath()
        x.moveTo(cx + s * r * 0.6, cy + r * (0.35 + k * 0.1))
        x.lineTo(cx + s * r * 1.2, cy + r * (0.3 + k * 0.2))
        x.stroke()
      }
}
const sisal = () =>
  canvas(
    64,
    64,
    (x) => {
      const g = x.createLinearGradient(0, 0, 0, 64)
      g.addColorStop(0, '#8d6f47')
      g.addColorStop(0.5, '#e6cfa4')
      g.addColorStop(1, '#8d6f47')
      x.fillStyle = g
      x.fillRect(0, 0, 64, 64)
      x.strokeStyle = 'rgba(120,90,50,.45)'
      x.lineWidth = 2
      for (let i = -4; i < 12; i++) {
        x.beginPath()
        x.moveTo(i * 8, 64)
        x.lineTo(i * 8 + 22, 0)
        x.stroke()
      }
    },
    { repeat: [9, 16] },
  )

export const models = {
  'pet-food-bag'(_, p, rng) {
    const g = new THREE.Group(),
      cat = p.opts.cat,
      W = 2.2,
      H = 3.1,
      D = 0.95
    const map = canvas(768, 1080, (x, w, h) => {
      x.fillStyle = p.main
      x.fillRect(0, 0, w, h)
      x.fillStyle = mix(p.main, '#000000', 0.16)
      x.fillRect(0, 0, w, 78)
      x.fillStyle = p.second
      x.beginPath()
      x.moveTo(0, 640)
      x.bezierCurveTo(220, 520, 520, 560, w, 660)
      x.lineTo(w, h)
      x.lineTo(0, h)
      x.fill()
      x.fillStyle = mix(p.second, '#ffffff', 0.5)
      x.beginPath()
      x.arc(384, 600, 218, 0, 7)
      x.fill()
      head(x, cat, 384, 615, 140, mix(p.accent, '#ffffff', 0.12), '#3a2a22', '#fff6e8')
      text(x, '爪爪厨房', 384, 205, 128, '#fffaf0', 800)
      text(x, 'PAWS KITCHEN', 384, 305, 46, p.second, 600)
      x.fillStyle = p.accent
      x.beginPath()
      x.roundRect(184, 870, 400, 92, 46)
      x.fill()
      text(x, cat ? '鲜肉全价猫粮' : '鲜肉全价犬粮', 384, 918, 52, '#fffaf0', 700)
      text(x, '2 kg', 384, 1012, 50, mix(p.main, '#000000', 0.35), 700)
    })
    const b = new THREE.BoxGeometry(W, H, D, 30, 40, 16),
      q = b.attributes.position,
      uv = b.attributes.uv
    for (let i = 0; i < q.count; i++) {
      const x = q.getX(i) / (W / 2),
        y = q.getY(i) / H + 0.5,
        z = q.getZ(i) / (D / 2)
      const top = 1 - Math.min(1, Math.max(0, (y - 0.52) / 0.4)) ** 1.5,
        depth = 0.025 + 0.975 * top
      const belly = 1 + 0.13 * Math.sin(PI * Math.min(1, y / 0.9)) * (1 - x * x)
      const side =
        1 -
        0.06 * Math.sin(PI * y) * Math.abs(x) ** 3 -
        (Math.abs(x) > 0.97 ? 0.1 * (1 - Math.abs(z)) * top : 0)
      const crease = 0.014 * Math.sin(x * 9 + y * 13) * Math.sin(y * 7 + 1) * (y > 0.45 ? 1 : 0.4)
      const corner = Math.abs(x) > 0.9 && Math.abs(z) > 0.9 ? 0.975 : 1
      uv.setXY(i, x * 0.5 + 0.5, y)
      q.setXYZ(
        i,
        (x * side * corner * W) / 2,
        y * H - 0.03 * (y < 0.02 ? 1 - x * x : 0) * 0,
        (z * depth * belly * corner * D) / 2 + crease * Math.sign(z),
      )
    }
    b.computeVertexNormals()
    g.add(mesh(b, phys('#fff', { map, roughness: 0.42, clearcoat: 0.35, clearcoatRoughness: 0.35 })))
    g.add(place(box(W * 0.99, 0.3, 0.06, satin(mix(p.main, '#000000', 0.2)), 0.02), 0, H - 0.14, 0))
    for (let i = 0; i < 5; i++)
      g.add(
        place(
          box(W * 0.99, 0.018, 0.075, satin(mix(p.main, '#ffffff', 0.15)), 0.006),
          0,
          H - 0.05 - i * 0.045,
          0,
        ),
      )
    const bowl = group(
      lathe(
        [
          [0, 0],
          [0.48, 0],
          [0.54, 0.03],
          [0.6, 0.36],
          [0.56, 0.4],
          [0.5, 0.36],
          [0.46, 0.14],
          [0, 0.12],
        ],
        gloss(p.accent),
      ),
    )
    kibble(bowl, rng, 40, 0.46, 0.28, ['#9a5f34', '#7f4a28', '#b3763f'], 0.085, 0.14)
    g.add(place(bowl, 1.3, 0, 0.85))
    return g
  },
  'cat-bowl'(_, p, rng) {
    const g = new THREE.Group(),
      glaze = gloss(p.main)
    const bowl = new THREE.Group()
    bowl.add(
      lathe(
        [
          [0.5, 0.02],
          [0.62, 0],
          [0.66, 0.05],
          [0.98, 0.34],
          [1.22, 0.66],
          [1.25, 0.72],
          [1.21, 0.76],
          [1.15, 0.72],
          [0.95, 0.44],
          [0.6, 0.22],
          [0, 0.18],
        ],
        glaze,
        96,
      ),
    )
    for (const s of [-1, 1]) {
      const e = new THREE.Shape()
      e.moveTo(-0.36, -0.1)
      e.quadraticCurveTo(-0.3, 0.4, s * 0.12, 0.56)
      e.quadraticCurveTo(0.34, 0.4, 0.4, -0.1)
      const inner = new THREE.Shape()
      inner.moveTo(-0.2, 0)
      inner.quadraticCurveTo(-0.16, 0.26, s * 0.08, 0.38)
      inner.quadraticCurveTo(0.2, 0.26, 0.22, 0)
      bowl.add(
        place(
          group(
            solid(e, 0.1, glaze, 0.05),
            place(solid(inner, 0.02, gloss(mix('#f5a6a0', p.main, 0.15)), 0.01), 0, 0, 0.105),
          ),
          s * 0.62,
          0.72,
          -0.94,
          -0.12,
          s * -0.5,
          0,
        ),
      )
    }
    kibble(bowl, rng, 90, 0.98, 0.5, ['#a4673a', '#8a5330', '#bd8049'], 0.105, 0.2)
    const face = canvas(512, 256, (x) => {
      x.strokeStyle = p.accent
      x.fillStyle = p.accent
      x.lineWidth = 13
      x.lineCap = 'round'
      for (const s of [-1, 1]) {
        x.beginPath()
        x.arc(256 + s * 92, 100, 15, 0, 7)
        x.fill()
        for (const k of [-1, 1]) {
          x.beginPath()
          x.moveTo(256 + s * 150, 130 + k * 16)
          x.lineTo(256 + s * 225, 124 + k * 32)
          x.stroke()
        }
        x.beginPath()
        x.arc(256 + s * 26, 138, 26, 0.2, PI - 0.2)
        x.stroke()
      }
      x.beginPath()
      x.ellipse(256, 118, 17, 12, 0, 0, 7)
      x.fill()
    })
    bowl.add(
      mesh(
        new THREE.CylinderGeometry(1.205, 0.83, 0.46, 64, 1, true, -0.5, 1),
        phys('#fff', { map: face, transparent: true, roughness: 0.3 }),
        0,
        0.43,
        0,
      ),
    )
    g.add(place(bowl, 0, 0.6, 0.02, 0.16))
    const w = kit.wood('#c99a66')
    g.add(place(ring(0.92, 0.085, w), 0, 0.84, 0, PI / 2 + 0.16))
    for (const [a, b] of [
      [-0.8, -0.6],
      [0.8, -0.6],
      [-0.72, 0.68],
      [0.72, 0.68],
    ])
      g.add(rod([a * 1.22, 0, b * 1.22], [a * 0.93, 0.86 - b * 0.15, b * 0.93], 0.075, w, 0.09))
    return g
  },
  'ball-toy'(_, p, rng) {
    const g = new THREE.Group(),
      R = 1.05,
      felt = kit.plush(p.main, { bumpScale: 3.4 })
    const big = group(ball(R, felt, 1, 1, 1, 56)),
      seam = []
    for (let i = 0; i < 80; i++) {
      const t = (i / 80) * PI * 2,
        a = 0.72,
        b = 0.28,
        v = new THREE.Vector3(
          a * Math.cos(t) + b * Math.cos(3 * t),
          a * Math.sin(t) - b * Math.sin(3 * t),
          2 * Math.sqrt(a * b) * Math.sin(2 * t),
        ).setLength(R * 0.985)
      seam.push(v.toArray())
    }
    big.add(tube(seam, 0.05, phys('#fffaf0', { roughness: 0.7 }), 220, true))
    g.add(place(big, -0.25, R, 0, 0.5, 0.5, 0.3))
    const rope = kit.fabric('#fff', {
      map: canvas(
        64,
        64,
        (x) => {
          x.fillStyle = '#f3e8d2'
          x.fillRect(0, 0, 64, 64)
          x.strokeStyle = p.accent
          x.lineWidth = 18
          x.beginPath()
          x.moveTo(-10, 74)
          x.lineTo(74, -10)
          x.stroke()
        },
        { repeat: [26, 2] },
      ),
    })
    g.add(
      tube(
        [
          [-0.7, 1.85, 0.2],
          [-1.0, 2.4, 0.1],
          [-0.5, 2.85, 0],
          [0.1, 2.6, 0.05],
          [0.1, 2.1, 0.1],
          [-0.12, 1.9, 0.15],
        ],
        0.12,
        rope,
        70,
      ),
    )
    g.add(place(ball(0.24, rope), -0.35, 2.1, 0.12))
    const little = group(ball(0.62, satin(p.accent, { roughness: 0.5 }), 1, 1, 1, 40))
    for (let k = 0; k < 7; k++) {
      const y = -0.48 + k * 0.16,
        r = Math.sqrt(0.62 * 0.62 - y * y)
      little.add(
        place(ring(r, 0.045, satin(mix(p.accent, '#ffffff', 0.14), { roughness: 0.5 })), 0, y, 0, PI / 2),
      )
    }
    g.add(place(little, 1.3, 0.64, 0.55, 0.3, 0, 0.5))
    const bone = new THREE.Group(),
      bm = satin('#f6ead4', { roughness: 0.55 })
    bone.add(place(kit.capsule(0.13, 0.75, bm), 0, 0, 0, 0, 0, PI / 2))
    for (const s of [-1, 1]) for (const k of [-1, 1]) bone.add(place(ball(0.19, bm), s * 0.48, 0, k * 0.14))
    g.add(place(bone, -1.05, 0.19, 1.15, 0, 0.5 + rng() * 0.1, 0))
    return g
  },
  'cat-tree'(_, p) {
    const g = new THREE.Group(),
      soft = kit.plush(p.main),
      pale = kit.plush(p.second),
      rope = () => phys('#fff', { map: sisal(), roughness: 0.95 })
    const post = (x, y0, y1, z) => place(cyl(0.2, 0.2, y1 - y0, rope()), x, (y0 + y1) / 2, z)
    const slab = (w, d, x, y, z, m = soft) => place(box(w, 0.2, d, m, 0.09), x, y, z)
    g.add(slab(2.9, 2.1, 0, 0.1, 0))
    const hole = new THREE.Path()
    hole.absarc(0, 0, 0.42, 0, PI * 2, true)
    const front = outline([
      [-0.75, -0.6],
      [0.75, -0.6],
      [0.75, 0.6],
      [-0.75, 0.6],
    ])
    front.holes.push(hole)
    const house = new THREE.Group()
    house.add(place(solid(front, 0.1, soft, 0.04), 0, 0, 0.68), place(ring(0.42, 0.065, pale), 0, 0, 0.76))
    house.add(
      place(box(0.1, 1.26, 1.4, soft, 0.05), -0.74, 0, 0),
      place(box(0.1, 1.26, 1.4, soft, 0.05), 0.74, 0, 0),
      place(box(1.5, 1.26, 0.1, kit.plush(mix(p.main, '#1c1512', 0.55)), 0.04), 0, 0, -0.66),
    )
    g.add(place(house, -0.55, 0.86, 0), slab(1.75, 1.65, -0.55, 1.55, 0))
    g.add(
      post(0.95, 0.2, 2.35, 0.35),
      post(0.95, 0.2, 2.35, -0.5),
      post(-1.1, 1.6, 3.9, -0.4),
      post(-0.1, 1.6, 3.3, -0.4),
    )
    g.add(slab(1.5, 1.5, 0.9, 2.42, -0.05), slab(1.25, 1.1, -0.1, 3.35, -0.35))
    g.add(
      place(
        group(
          lathe(
            [
              [0, 0],
              [0.55, 0.02],
              [0.72, 0.16],
              [0.78, 0.42],
              [0.68, 0.5],
              [0.6, 0.4],
              [0.52, 0.2],
              [0, 0.16],
            ],
            soft,
          ),
          place(ball(0.5, pale, 1, 0.3, 1), 0, 0.2, 0),
        ),
        -1.05,
        3.92,
        -0.4,
      ),
    )
    g.add(place(ball(0.42, pale, 1.3, 0.3, 1.2), 0.9, 2.55, -0.05))
    g.add(
      tube(
        [
          [0.45, 2.35, 0.6],
          [0.47, 2.0, 0.62],
          [0.44, 1.75, 0.6],
        ],
        0.022,
        phys('#f3e6cf'),
        16,
      ),
      place(ball(0.19, kit.plush(p.accent)), 0.44, 1.6, 0.6),
    )
    g.add(place(box(0.5, 0.07, 1.9, kit.plush(p.accent), 0.03), 0.98, 1.2, 1.0, 0.72, 0, 0))
    for (let i = 0; i < 6; i++)
      g.add(place(box(0.52, 0.05, 0.06, rope(), 0.02), 0.98, 0.62 + i * 0.23, 1.56 - i * 0.26, 0.72))
    return g
  },
  'pet-bed'(_, p) {
    const g = new THREE.Group(),
      outer = kit.plush(p.main, { bumpScale: 3.2 }),
      inner = kit.plush(p.second, { bumpScale: 3.6 })
    const R = 1.5,
      n = 14
    g.add(
      kit.surface(
        (u, v) => {
          const a = u * PI * 2,
            b = v * PI * 2,
            dip = 1 - 0.45 * Math.exp(-(((a > PI ? a - PI * 2 : a) / 0.55) ** 2))
          const pinch = 1 - 0.09 * Math.abs(Math.cos((a * n) / 2)) ** 6,
            r = 0.5 * pinch
          return [
            Math.sin(a) * (R + Math.cos(b) * r),
            (0.5 + Math.sin(b) * r * 1.05) * (0.55 + 0.45 * dip),
            Math.cos(a) * (R + Math.cos(b) * r),
          ]
        },
        outer,
        { nu: 168, nv: 26 },
      ),
    )
    g.add(
      kit.surface(
        (u, v) => {
          const a = u * PI * 2,
            r = v * 1.3
          return [
            Math.sin(a) * r,
            0.34 + 0.2 * Math.sqrt(Math.max(0, 1 - v ** 3)) - 0.1 * Math.exp(-v * v * 60),
            Math.cos(a) * r,
          ]
        },
        inner,
        { nu: 72, nv: 24 },
      ),
    )
    g.add(
      place(ball(0.07, satin(p.accent)), 0, 0.47, 0),
      place(kit.puck(1.75, 0.12, 0.05, kit.matte(mix(p.main, '#000000', 0.35))), 0, 0, 0),
    )
    const cushion = kit.puffy(1.15, 0.8, 0.5, kit.plush(p.accent))
    g.add(place(cushion, -0.35, 0.92, -0.78, -0.75, 0.35, 0.1))
    const bm = satin('#fff3dc', { roughness: 0.6 }),
      bone = group(place(kit.capsule(0.09, 0.5, bm), 0, 0, 0, 0, 0, PI / 2))
    for (const s of [-1, 1]) for (const k of [-1, 1]) bone.add(place(ball(0.13, bm), s * 0.32, 0, k * 0.1))
    g.add(place(bone, 0.4, 0.62, 0.35, 0, -0.5, 0))
    const tag = canvas(128, 96, (x) => {
      x.fillStyle = p.accent
      x.fillRect(0, 0, 128, 96)
      text(x, '窝', 64, 50, 60, '#fff8ec', 700)
    })
    g.add(
      mesh(
        new THREE.PlaneGeometry(0.34, 0.26),
        phys('#fff', { map: tag, side: THREE.DoubleSide }),
        0.56,
        0.36,
        1.99,
        -0.1,
        0.28,
        0,
      ),
    )
    return g
  },
  'pet-fountain'(_, p) {
    const g = new THREE.Group(),
      shell = satin(p.main),
      water = kit.tintedGlass('#9fd6ef', { opacity: 0.7 })
    g.add(
      lathe(
        [
          [0, 0],
          [1.0, 0],
          [1.1, 0.06],
          [1.16, 0.5],
          [1.18, 0.62],
          [0, 0.62],
        ],
        shell,
      ),
    )
    g.add(
      lathe(
        [
          [0, 0.62],
          [1.12, 0.62],
          [1.18, 1.16],
          [0, 1.16],
        ],
        water,
      ),
    )
    g.add(
      lathe(
        [
          [1.18, 0.6],
          [1.22, 0.62],
          [1.27, 1.3],
          [1.24, 1.32],
        ],
        clear('#ffffff', 0.3),
      ),
    )
    g.add(
      lathe(
        [
          [1.1, 1.28],
          [1.36, 1.28],
          [1.42, 1.34],
          [1.42, 1.5],
          [1.36, 1.56],
          [1.26, 1.5],
          [0.9, 1.38],
          [0.5, 1.36],
          [0, 1.4],
        ],
        shell,
      ),
    )
    g.add(
      lathe(
        [
          [0, 1.47],
          [1.16, 1.47],
        ],
        kit.tintedGlass('#a8dcf2', { opacity: 0.6 }),
      ),
    )
    for (const r of [0.55, 0.78, 1.0])
      g.add(place(ring(r, 0.016, kit.glass('#ffffff', { opacity: 0.75 })), 0, 1.475, 0, PI / 2))
    g.add(
      turned(
        [
          [0.34, 1.38],
          [0.2, 1.55],
          [0.13, 1.85],
          [0.15, 2.1],
          [0.12, 2.16],
        ],
        satin(mix(p.main, '#ffffff', 0.4)),
      ),
    )
    const petal = satin(p.accent === '#c9a46c' ? '#d9a55a' : mix(p.accent, '#ffffff', 0.2))
    for (let i = 0; i < 6; i++) {
      const a = (i / 6) * PI * 2
      g.add(place(group(place(ball(0.3, petal, 0.72, 0.2, 1), 0, 0, 0.3, -0.35)), 0, 2.1, 0, 0, a, 0))
    }
    g.add(place(ball(0.17, satin('#ffe3a1'), 1, 0.7, 1), 0, 2.2, 0))
    const jet = kit.tintedGlass('#d6f1fc', { opacity: 0.62 })
    for (let i = 0; i < 6; i++) {
      const a = ((i + 0.5) / 6) * PI * 2,
        P = (r, y) => [Math.sin(a) * r, y, Math.cos(a) * r]
      g.add(tube([P(0.08, 2.28), P(0.34, 2.36), P(0.62, 2.12), P(0.74, 1.75), P(0.78, 1.48)], 0.035, jet, 24))
    }
    g.add(
      place(ball(0.05, kit.glow('#7fe0ff')), 0, 0.34, 1.13),
      place(ring(0.1, 0.015, metal('#dfe3e8')), 0, 0.34, 1.135),
    )
    const drop = canvas(256, 128, (x) => {
      text(x, '活水', 128, 64, 62, kit.isLight(p.main) ? '#5f6b76' : '#f4ead8', 700)
    })
    g.add(
      mesh(
        new THREE.CylinderGeometry(1.155, 1.13, 0.28, 40, 1, true, 0.3, 0.5),
        phys('#fff', { map: drop, transparent: true }),
        0,
        0.34,
        0,
      ),
    )
    return g
  },
}
