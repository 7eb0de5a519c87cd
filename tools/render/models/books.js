// Books: novel, picture book, cookbook, box set, notebook, desk calendar.
// Covers are small drawn posters; the block of pages is striped, so paper reads as paper.
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
} from '../shorthand.js'

const { mix, group } = kit
const { ceramic: gloss, metal } = kit

export const looks = {
  novel: [
    { swatch: 'navy', yaw: 0.45, set: 'disc', zh: '夜航', en: 'Night' },
    { swatch: 'clay', yaw: -0.45, set: 'slab', zh: '山雨', en: 'Rain' },
    { swatch: 'celadon', yaw: 0.4, set: 'arch', zh: '春信', en: 'Spring' },
    { swatch: 'rosewood', yaw: -0.4, set: 'steps', zh: '红豆', en: 'Longing' },
    { swatch: 'honey', yaw: 0.35, set: 'floor', zh: '长夏', en: 'Summer', backdrop: 'aqua' },
  ],
  'picture-book': [
    { swatch: 'sky', yaw: 0.15, set: 'floor', pitch: 0.5, zoom: 1.15, accent: '#ee7f6d' },
    { swatch: 'indigo', yaw: -0.15, set: 'slab', pitch: 0.5, zoom: 1.15, opts: { night: true } },
    { swatch: 'mint', yaw: 0.2, set: 'disc', pitch: 0.5, zoom: 1.15, accent: '#e8873f' },
    { swatch: 'coral', yaw: -0.2, set: 'floor', pitch: 0.5, zoom: 1.15, accent: '#c3453f' },
    { swatch: 'plum', yaw: 0.1, set: 'slab', pitch: 0.5, zoom: 1.15, opts: { night: true } },
  ],
  cookbook: [
    { swatch: 'apricot', yaw: 0.35, set: 'disc' },
    { swatch: 'forest', yaw: -0.35, set: 'slab' },
    { swatch: 'cream', yaw: 0.3, set: 'arch', accent: '#b5562f' },
    { swatch: 'crimson', yaw: -0.3, set: 'floor', backdrop: 'sand' },
    { swatch: 'teal', yaw: 0.25, set: 'steps' },
  ],
  'box-set': [
    { swatch: 'rosewood', yaw: 0.5, set: 'disc' },
    { swatch: 'navy', yaw: -0.5, set: 'slab' },
    { swatch: 'forest', yaw: 0.45, set: 'steps' },
    { swatch: 'ink', yaw: -0.45, set: 'floor', backdrop: 'butter' },
    { swatch: 'oat', yaw: 0.4, set: 'arch' },
  ],
  notebook: [
    { swatch: 'caramel', yaw: 0.4, set: 'disc' },
    { swatch: 'forest', yaw: -0.4, set: 'slab' },
    { swatch: 'blush', yaw: 0.35, set: 'arch' },
    { swatch: 'ink', yaw: -0.35, set: 'steps' },
    { swatch: 'sky', yaw: 0.3, set: 'floor', backdrop: 'butter' },
  ],
  'desk-calendar': [
    { swatch: 'clay', yaw: 0.35, set: 'disc' },
    { swatch: 'celadon', yaw: -0.35, set: 'slab' },
    { swatch: 'navy', yaw: 0.3, set: 'arch' },
    { swatch: 'blush', yaw: -0.3, set: 'steps' },
    { swatch: 'honey', yaw: 0.25, set: 'floor', backdrop: 'sky' },
  ],
}

const pages = (repeat) =>
  phys('#fff', {
    map: canvas(
      8,
      256,
      (x) => {
        const r = kit.makeRng('pages')
        for (let y = 0; y < 256; y += 2) {
          x.fillStyle = r() > 0.5 ? '#f8f1e2' : r() > 0.4 ? '#eadfca' : '#d9cbb2'
          x.fillRect(0, y, 8, 2)
        }
      },
      { repeat },
    ),
    roughness: 0.9,
  })
/** A hardback lying face to +z, spine at -x: boards, round spine, page block, printed front. */
function book(w, h, d, cover, front, { spine, back, ribbon } = {}) {
  const g = new THREE.Group(),
    skin = kit.paper(cover, { roughness: 0.6 }),
    t = 0.05
  for (const s of [-1, 1]) g.add(place(box(w, h, t, skin, 0.02), 0, 0, s * (d / 2 - t / 2)))
  const curve = new THREE.Shape()
  curve.moveTo(0, -d / 2)
  curve.quadraticCurveTo(-0.13, 0, 0, d / 2)
  curve.lineTo(0.06, d / 2)
  curve.lineTo(0.06, -d / 2)
  const sp = new THREE.ExtrudeGeometry(curve, { depth: h, bevelEnabled: false, curveSegments: 16 })
  sp.translate(0, 0, -h / 2)
  g.add(place(mesh(sp, skin), -w / 2, 0, 0, -PI / 2))
  const side = pages([1, 3]),
    block = mesh(new THREE.BoxGeometry(w - 0.08, h - 0.12, d - t * 2), side)
  const uv = block.geometry.attributes.uv
  for (let i = 0; i < 8; i++) uv.setXY(i, uv.getY(i), uv.getX(i))
  g.add(place(block, -0.02, 0, 0))
  g.add(
    mesh(
      new THREE.PlaneGeometry(w - 0.012, h - 0.012),
      phys('#fff', { map: front, roughness: 0.5, clearcoat: 0.25 }),
      0.002,
      0,
      d / 2 + 0.003,
    ),
  )
  g.add(
    place(
      box(0.025, h * 0.995, 0.012, kit.matte(mix(cover, '#000000', 0.25)), 0.005),
      -w / 2 + 0.1,
      0,
      d / 2 + 0.002,
    ),
  )
  if (spine)
    g.add(
      kit.surface(
        (u, v) => {
          const t = 0.08 + u * 0.84
          return [-w / 2 - 0.26 * t * (1 - t) - 0.004, (v - 0.5) * h * 0.97, (t - 0.5) * d]
        },
        phys('#fff', { map: spine, transparent: true, roughness: 0.6 }),
        { nu: 12, nv: 2 },
      ),
    )
  if (ribbon)
    g.add(place(box(0.09, 0.5, 0.012, kit.fabric(ribbon), 0.004), 0.1, -h / 2 - 0.16, 0.02, 0.12, 0, 0.06))
  return g
}
const hills = (x, w, y, amp, colour, ph) => {
  x.fillStyle = colour
  x.beginPath()
  x.moveTo(0, 4000)
  for (let u = 0; u <= w; u += 8)
    x.lineTo(u, y + Math.sin(u / (w * 0.16) + ph) * amp + Math.sin(u / (w * 0.07) + ph * 2) * amp * 0.35)
  x.lineTo(w, 4000)
  x.fill()
}
const disc = (x, cx, cy, r, colour) => {
  x.fillStyle = colour
  x.beginPath()
  x.arc(cx, cy, r, 0, 7)
  x.fill()
}

export const models = {
  novel(_, p) {
    const g = new THREE.Group(),
      gold = kit.isLight(p.main) ? '#4a3526' : '#f3dcae',
      title = p.zh
    const front = canvas(640, 900, (x, w, h) => {
      const gr = x.createLinearGradient(0, 0, 0, h)
      gr.addColorStop(0, mix(p.main, '#ffffff', 0.18))
      gr.addColorStop(1, p.main)
      x.fillStyle = gr
      x.fillRect(0, 0, w, h)
      disc(x, 430, 330, 130, mix(p.second, '#ffffff', 0.3))
      hills(x, w, 560, 46, mix(p.main, p.second, 0.4), 0.5)
      hills(x, w, 650, 54, mix(p.main, p.accent, 0.45), 2.1)
      hills(x, w, 740, 40, mix(p.main, '#0d0b0a', 0.42), 4)
      x.strokeStyle = gold
      x.lineWidth = 5
      x.strokeRect(34, 34, w - 68, h - 68)
      ;[...title].forEach((ch, i) => text(x, ch, 150, 170 + i * 150, 140, gold, 800))
      text(x, '林 溪 著', 430, 800, 44, '#f8ecd6', 600)
      text(x, '偶得文库', 160, 812, 34, '#f8ecd6', 400)
      x.strokeStyle = gold
      x.lineWidth = 4
      x.beginPath()
      for (const [a, b] of [
        [360, 250],
        [420, 225],
        [470, 262],
      ]) {
        x.moveTo(a - 22, b)
        x.quadraticCurveTo(a - 8, b - 16, a, b)
        x.quadraticCurveTo(a + 8, b - 16, a + 22, b)
      }
      x.stroke()
    })
    const spine = canvas(128, 900, (x) => {
      ;[...title].forEach((ch, i) => text(x, ch, 64, 190 + i * 110, 92, gold, 800))
      text(x, '林', 64, 640, 54, gold, 600)
      text(x, '溪', 64, 700, 54, gold, 600)
      x.fillStyle = gold
      x.fillRect(18, 90, 92, 6)
      x.fillRect(18, 800, 92, 6)
    })
    g.add(place(book(1.9, 2.7, 0.5, p.main, front, { spine, ribbon: p.accent }), 0.05, 1.74, 0, -0.12))
    const flat = book(
      1.9,
      2.7,
      0.36,
      p.second,
      canvas(64, 64, (x) => {
        x.fillStyle = p.second
        x.fillRect(0, 0, 64, 64)
      }),
      {},
    )
    g.add(place(flat, 0.1, 0.19, 0.1, -PI / 2, 0, 0.3))
    g.children[0].position.y = 1.36 + 0.37
    const specs = new THREE.Group(),
      wire = kit.metal('#c9a46c')
    for (const s of [-1, 1]) {
      specs.add(
        place(ring(0.22, 0.018, wire), s * 0.28, 0.24, 0),
        place(
          mesh(new THREE.CircleGeometry(0.21, 32), kit.glass('#ffffff', { opacity: 0.3 })),
          s * 0.28,
          0.24,
          0,
        ),
        rod([s * 0.5, 0.28, 0], [s * 0.52, 0.05, -0.5], 0.014, wire),
      )
    }
    specs.add(
      tube(
        [
          [-0.07, 0.27, 0],
          [0, 0.31, 0.02],
          [0.07, 0.27, 0],
        ],
        0.016,
        wire,
        12,
      ),
    )
    g.add(place(specs, 0.35, 0.37, 1.0, -0.1, -0.25, 0))
    return g
  },
  'picture-book'(_, p) {
    const g = new THREE.Group(),
      night = p.opts.night,
      S = 720
    const art = (right) =>
      canvas(S, S, (x, w, h) => {
        const gr = x.createLinearGradient(0, 0, 0, h)
        gr.addColorStop(0, night ? mix(p.main, '#1a1c3c', 0.55) : mix(p.main, '#ffffff', 0.35))
        gr.addColorStop(1, night ? mix(p.main, '#e8b6c0', 0.35) : '#fff3d9')
        x.fillStyle = gr
        x.fillRect(0, 0, w, h)
        if (night) {
          const r = kit.makeRng('stars' + right)
          for (let i = 0; i < 40; i++) disc(x, r() * w, r() * 380, 2 + r() * 5, '#fff3c9')
        }
        const off = right ? Math.PI * 2.2 : 0,
          ground = night ? mix(p.main, '#1d2a4a', 0.4) : mix('#8fbf7a', p.main, 0.25)
        hills(x, w, 440, 34, mix(ground, '#ffffff', 0.3), 1 + off)
        hills(x, w, 540, 30, ground, 3 + off)
        if (right) {
          disc(x, 470, 190, 105, night ? '#fff0bf' : '#ffc65c')
          if (night) disc(x, 512, 168, 92, mix(p.main, '#1a1c3c', 0.5))
          x.fillStyle = p.accent
          x.beginPath()
          x.moveTo(110, 480)
          x.lineTo(210, 380)
          x.lineTo(310, 480)
          x.fill()
          x.fillStyle = '#fff6e6'
          x.fillRect(130, 480, 160, 120)
          x.fillStyle = '#ffcf6b'
          x.fillRect(160, 510, 46, 46)
          x.fillStyle = mix(p.accent, '#000000', 0.3)
          x.fillRect(228, 520, 40, 80)
          for (const [a, b, r] of [
            [420, 520, 62],
            [500, 500, 80],
            [600, 540, 60],
          ]) {
            x.fillStyle = mix(p.accent, '#5a7a3a', 0.35)
            x.fillRect(a - 7, b, 14, 100)
            disc(x, a, b, r, mix(ground, p.accent, 0.32))
          }
        } else {
          const c = '#fffaf2'
          x.fillStyle = c
          for (const s of [-1, 1]) {
            x.beginPath()
            x.ellipse(370 + s * 42, 268, 27, 96, s * 0.16, 0, 7)
            x.fill()
          }
          x.fillStyle = '#f7b6b0'
          for (const s of [-1, 1]) {
            x.beginPath()
            x.ellipse(370 + s * 42, 276, 12, 66, s * 0.16, 0, 7)
            x.fill()
          }
          x.fillStyle = c
          x.beginPath()
          x.ellipse(370, 590, 118, 140, 0, 0, 7)
          x.fill()
          disc(x, 370, 405, 104, c)
          for (const s of [-1, 1]) {
            disc(x, 370 + s * 40, 395, 11, '#3a2c2a')
            disc(x, 370 + s * 66, 428, 19, '#f9b9b0')
          }
          x.fillStyle = '#e7837a'
          x.beginPath()
          x.ellipse(370, 420, 13, 9, 0, 0, 7)
          x.fill()
          x.fillStyle = p.accent
          x.beginPath()
          x.roundRect(275, 488, 190, 38, 19)
          x.fill()
          x.fillRect(420, 505, 36, 96)
          text(x, '小兔看月亮', 370, 92, 72, night ? '#fff3d0' : mix(p.accent, '#2a1a1a', 0.35), 700)
        }
        for (let i = 0; i < 9; i++) {
          const a = 40 + i * 80,
            b = 650 + (i % 3) * 22
          disc(x, a, b, 10, ['#ffd36e', '#fff6ea', p.accent][i % 3])
        }
        const sh = x.createLinearGradient(right ? 0 : w, 0, right ? 90 : w - 90, 0)
        sh.addColorStop(0, 'rgba(40,25,20,.35)')
        sh.addColorStop(1, 'rgba(40,25,20,0)')
        x.fillStyle = sh
        x.fillRect(0, 0, w, h)
      })
    const rise = (t, k) =>
      0.1 +
      k * (0.36 * Math.sin(Math.min(1, t * 1.25) * PI * 0.5) * (1 - t * 0.72) * Math.min(1, t * 9 + 0.15))
    for (const s of [-1, 1]) {
      const leaf = (o, m, trim = 0) =>
        kit.surface(
          (u, v) => {
            const t = s < 0 ? 1 - u : u
            return [s * t * (2.0 - trim), rise(t, o), (0.5 - v) * 2.1]
          },
          m,
          { nu: 36, nv: 6 },
        )
      g.add(leaf(1, phys('#fff', { map: art(s > 0), roughness: 0.55 })))
      for (let i = 1; i < 6; i++)
        g.add(leaf(1 - i * 0.16, kit.paper(i % 2 ? '#f7f0e2' : '#e6dbc6'), -0.012 * i))
      g.add(place(box(2.12, 0.07, 2.24, kit.paper(p.main, { roughness: 0.5 }), 0.03), s * 1.07, 0.035, 0))
      g.add(
        kit.surface(
          (u, v) => {
            const t = u,
              top = rise(t, 1) - 0.004
            return [s * t * 2.0, 0.07 + (top - 0.07) * v, 1.045]
          },
          pages([1, 0.25]),
          { nu: 30, nv: 6 },
        ),
      )
    }
    g.add(place(box(0.16, 0.07, 2.24, kit.paper(mix(p.main, '#000000', 0.2)), 0.03), 0, 0.034, 0))
    const cover = canvas(600, 600, (x, w, h) => {
      x.fillStyle = p.main
      x.fillRect(0, 0, w, h)
      disc(x, 300, 310, 190, night ? '#fff0bf' : mix(p.second, '#ffffff', 0.4))
      hills(x, w, 430, 26, mix(p.accent, p.main, 0.3), 2)
      x.fillStyle = '#fffaf2'
      for (const s of [-1, 1]) {
        x.beginPath()
        x.ellipse(300 + s * 28, 232, 18, 62, s * 0.16, 0, 7)
        x.fill()
      }
      disc(x, 300, 320, 70, '#fffaf2')
      x.beginPath()
      x.ellipse(300, 430, 76, 80, 0, 0, 7)
      x.fill()
      for (const s of [-1, 1]) disc(x, 300 + s * 26, 314, 8, '#3a2c2a')
      disc(x, 300, 332, 7, '#e7837a')
      text(x, '小兔看月亮', 300, 80, 78, kit.isLight(p.main) ? '#3a2c2a' : '#fff6e0', 800)
      text(x, '偶得童书', 300, 556, 36, '#fffaf2', 600)
    })
    g.add(place(book(2.0, 2.0, 0.22, p.main, cover), 0.35, 1.02, -1.45, -0.16, -0.12, 0))
    return g
  },
  cookbook(_, p, rng) {
    const g = new THREE.Group(),
      ink = kit.isLight(p.main) ? '#4a2f20' : '#fff3df'
    const front = canvas(720, 900, (x, w, h) => {
      x.fillStyle = p.main
      x.fillRect(0, 0, w, h)
      x.fillStyle = mix(p.main, '#ffffff', 0.12)
      for (let i = 0; i < 14; i++) x.fillRect(i * 104, 300, 52, 600)
      disc(x, 360, 570, 268, 'rgba(40,20,10,.22)')
      disc(x, 360, 555, 264, '#fffaf2')
      disc(x, 360, 555, 228, mix(p.accent, '#ffffff', 0.65))
      disc(x, 360, 555, 206, '#e7a85a')
      x.lineCap = 'round'
      for (let i = 0; i < 26; i++) {
        x.strokeStyle = i % 2 ? '#f8dc94' : '#f0c874'
        x.lineWidth = 15
        x.beginPath()
        const a = rng() * 6.3,
          r = 60 + rng() * 90
        x.arc(360 + Math.cos(a) * 40, 560 + Math.sin(a) * 40, r, a, a + 1.6 + rng())
        x.stroke()
      }
      for (const [a, b] of [
        [300, 470],
        [440, 520],
      ]) {
        x.save()
        x.translate(a, b)
        x.rotate(0.3)
        x.fillStyle = '#fffdf6'
        x.beginPath()
        x.ellipse(0, 0, 70, 56, 0, 0, 7)
        x.fill()
        disc(x, 4, 0, 32, '#f39a2e')
        x.restore()
      }
      for (let i = 0; i < 26; i++)
        disc(x, 250 + rng() * 230, 560 + rng() * 130, 9, i % 2 ? '#5f9c4a' : '#8cc063')
      for (let i = 0; i < 8; i++) disc(x, 280 + rng() * 180, 600 + rng() * 90, 12, '#d2412f')
      x.strokeStyle = '#8a4b2a'
      x.lineWidth = 15
      x.beginPath()
      x.moveTo(430, 430)
      x.lineTo(700, 270)
      x.moveTo(462, 448)
      x.lineTo(712, 318)
      x.stroke()
      text(x, '家常一碗', 360, 150, 136, ink, 800)
      text(x, 'ONE BOWL AT HOME', 360, 252, 42, ink, 600)
      text(x, '100 道热乎的面与汤', 360, 862, 40, ink, 600)
    })
    const spine = canvas(128, 900, (x) =>
      [...'家常一碗'].forEach((ch, i) => text(x, ch, 64, 200 + i * 110, 88, ink, 800)),
    )
    g.add(place(book(2.1, 2.65, 0.46, p.main, front, { spine, ribbon: null }), 0, 1.6, 0, -0.24))
    const w = kit.wood('#b98353')
    g.add(
      place(box(2.3, 0.1, 0.85, w, 0.04), 0, 0.17, 0.36),
      place(box(2.3, 0.22, 0.09, w, 0.04), 0, 0.3, 0.76),
      rod([-0.7, 0.15, -0.05], [-0.7, 2.4, -0.72], 0.07, w),
      rod([0.7, 0.15, -0.05], [0.7, 2.4, -0.72], 0.07, w),
      rod([0, 2.1, -0.65], [0, 0.03, -1.35], 0.07, w),
      place(box(1.6, 0.14, 0.1, w, 0.04), 0, 2.1, -0.62, -0.3),
    )
    for (const s of [-1, 1]) g.add(place(box(0.2, 0.12, 0.8, w, 0.04), s * 0.9, 0.06, 0.36))
    g.add(
      place(kit.sphere(0.3, kit.food('#d8402c')), 1.35, 0.28, 0.75),
      place(
        solid(
          outline(
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => {
              const a = (i / 10) * PI * 2,
                r = i % 2 ? 0.06 : 0.18
              return [Math.cos(a) * r, Math.sin(a) * r]
            }),
          ),
          0.01,
          kit.food('#4f8a3c'),
          0.01,
        ),
        1.35,
        0.565,
        0.75,
        -PI / 2,
      ),
      rod([1.35, 0.55, 0.75], [1.38, 0.7, 0.75], 0.022, kit.food('#4f8a3c')),
    )
    const spoon = group(
      kit.put(kit.sphere(0.2, w), { at: [0, 0, 0], scale: [0.8, 0.25, 1.1] }),
      rod([0, 0, 0.15], [0, 0.03, 1.25], 0.045, w),
    )
    g.add(place(spoon, -0.75, 0.06, 1.15, 0, -1.35, 0))
    return g
  },
  'box-set'(_, p) {
    const g = new THREE.Group(),
      gold = kit.isLight(p.main) ? '#5a3f22' : '#f0d29a',
      n = 5,
      t = 0.5,
      h = 2.7,
      d = 1.9,
      W = n * t + 0.12
    const tones = [
      p.main,
      mix(p.main, p.accent, 0.3),
      mix(p.main, p.second, 0.28),
      mix(p.main, p.accent, 0.6),
      mix(p.main, p.second, 0.5),
    ]
    for (let i = 0; i < n; i++) {
      const c = tones[i],
        ink = kit.isLight(c) ? '#4a3420' : '#f6e2b8'
      const spine = canvas(160, 860, (x, w, hh) => {
        x.fillStyle = c
        x.fillRect(0, 0, w, hh)
        x.fillStyle = ink
        for (const y of [52, 68, 620, 804]) x.fillRect(14, y, w - 28, y % 5 ? 8 : 5)
        ;[...'山海志'].forEach((ch, k) => text(x, ch, 80, 168 + k * 112, 104, ink, 800))
        text(x, '一二三四五'[i], 80, 550, 64, ink, 700)
        x.strokeStyle = ink
        x.lineWidth = 7
        for (let k = 0; k < 3; k++) {
          x.beginPath()
          x.arc(80, 760, 26 + k * 16, PI, 0)
          x.stroke()
        }
      })
      const b = book(
          d,
          h - 0.12,
          t - 0.03,
          c,
          canvas(16, 16, (x) => {
            x.fillStyle = c
            x.fillRect(0, 0, 16, 16)
          }),
          {},
        ),
        y = new THREE.Group()
      b.rotation.y = PI / 2
      y.add(
        b,
        mesh(
          new THREE.PlaneGeometry(t - 0.07, h - 0.16),
          phys('#fff', { map: spine, roughness: 0.55 }),
          0,
          0,
          d / 2 + 0.072,
        ),
      )
      g.add(place(y, -W / 2 + 0.06 + t * (i + 0.5), h / 2 + 0.02, i === 1 ? 0.62 : i === 3 ? 0.16 : 0.03))
    }
    const side = canvas(512, 700, (x, w, hh) => {
      x.fillStyle = p.main
      x.fillRect(0, 0, w, hh)
      disc(x, 330, 200, 100, mix(p.second, p.main, 0.1))
      x.strokeStyle = gold
      x.lineWidth = 5
      for (let r = 0; r < 5; r++)
        for (let k = -1; k < 7; k++)
          for (let q = 0; q < 3; q++) {
            x.beginPath()
            x.arc(k * 100 + (r % 2) * 50, 480 + r * 56, 48 - q * 16, PI, 0)
            x.stroke()
          }
      ;[...'山海志'].forEach((ch, k) => text(x, ch, 110, 120 + k * 120, 104, gold, 800))
    })
    const wall = kit.paper(p.main, { roughness: 0.55 }),
      sm = phys('#fff', { map: side, roughness: 0.55 })
    for (const s of [-1, 1])
      g.add(
        place(box(0.07, h + 0.1, d + 0.02, wall, 0.03), s * (W / 2 + 0.02), h / 2 + 0.03, -0.08),
        mesh(
          new THREE.PlaneGeometry(d - 0.06, h),
          sm,
          s * (W / 2 + 0.058),
          h / 2 + 0.03,
          -0.08,
          0,
          (s * PI) / 2,
        ),
      )
    for (const y of [0.0, h + 0.06]) g.add(place(box(W + 0.1, 0.07, d + 0.02, wall, 0.03), 0, y + 0.0, -0.08))
    g.add(place(box(W + 0.1, h + 0.1, 0.07, wall, 0.03), 0, h / 2 + 0.03, -d / 2 - 0.1))
    return place(g, 0, 0.035, 0)
  },
  notebook(_, p) {
    const g = new THREE.Group(),
      skin = kit.leather(p.main),
      b = new THREE.Group(),
      w = 2.0,
      h = 2.8,
      d = 0.34
    const rounded = (W, H, r) => {
      const s = new THREE.Shape(),
        x = W / 2,
        y = H / 2
      s.moveTo(-x, -y)
      s.lineTo(x - r, -y)
      s.quadraticCurveTo(x, -y, x, -y + r)
      s.lineTo(x, y - r)
      s.quadraticCurveTo(x, y, x - r, y)
      s.lineTo(-x, y)
      s.lineTo(-x, -y)
      return s
    }
    for (const s of [-1, 1])
      b.add(place(solid(rounded(w, h, 0.2), 0.03, skin, 0.02), 0, 0, s * (d / 2 - 0.03)))
    b.add(place(cyl(d / 2 + 0.002, d / 2 + 0.002, h + 0.035, skin), -w / 2, 0, 0))
    b.children.at(-1).scale.x = 0.4
    for (let i = 0; i < 9; i++)
      b.add(
        place(
          solid(
            rounded(w - 0.09 - (i % 3) * 0.012, h - 0.1, 0.17),
            0.02,
            kit.paper(i % 2 ? '#f8f2e4' : '#e4d9c4'),
            0,
          ),
          -0.03,
          0,
          -d / 2 + 0.07 + i * 0.025,
        ),
      )
    b.add(place(box(0.11, h + 0.07, d + 0.055, kit.fabric(p.accent), 0.02), 0.68, 0, 0))
    const deboss = canvas(512, 512, (x) => {
      const c = kit.isLight(p.main) ? mix(p.main, '#2a1a10', 0.55) : mix(p.second, '#e6c68c', 0.5)
      x.strokeStyle = c
      x.lineWidth = 9
      x.beginPath()
      x.arc(256, 170, 92, 0, 7)
      x.stroke()
      text(x, '随', 256, 132, 62, c, 700)
      text(x, '记', 256, 206, 62, c, 700)
      text(x, 'NOTES', 256, 330, 46, c, 600)
    })
    b.add(
      mesh(
        new THREE.PlaneGeometry(1.0, 1.0),
        phys('#fff', { map: deboss, transparent: true, roughness: 0.35 }),
        -0.2,
        0.25,
        d / 2 + 0.012,
      ),
    )
    const st = phys(mix(p.main, '#fff2dc', 0.55))
    for (let i = 0; i < 34; i++)
      b.add(
        place(box(0.014, 0.05, 0.012, st, 0.004), -w / 2 + 0.16, -h / 2 + 0.06 + i * 0.0815, d / 2 + 0.01),
      )
    b.add(place(box(0.09, 0.55, 0.014, kit.fabric(p.accent), 0.004), -0.25, -h / 2 - 0.12, 0, 0.1))
    g.add(place(b, 0, 1.6, 0, -0.24))
    const c2 = kit.leather(mix(p.main, p.second, 0.75)),
      under = new THREE.Group()
    under.add(
      place(box(2.0, 0.04, 2.8, c2, 0.02), 0, 0.02, 0),
      place(box(1.92, 0.2, 2.7, pages([1, 2]), 0.01), 0, 0.12, 0),
      place(box(2.0, 0.04, 2.8, c2, 0.02), 0, 0.24, 0),
    )
    g.add(place(under, 0.1, 0, 0.3, 0, 0.45, 0))
    const pen = new THREE.Group(),
      brass = metal('#e0bd84'),
      lac = gloss(mix(p.accent, '#141214', 0.25))
    pen.add(
      place(cyl(0.085, 0.085, 1.05, lac), 0, 0.55, 0),
      place(cyl(0.075, 0.085, 0.85, lac), 0, -0.42, 0),
      place(cyl(0.09, 0.09, 0.05, brass), 0, 0.02, 0),
      place(cyl(0.085, 0.06, 0.06, brass), 0, 1.1, 0),
      place(cyl(0.05, 0.01, 0.26, brass), 0, -0.96, 0),
      place(box(0.03, 0.62, 0.04, brass, 0.01), 0, 0.72, 0.1),
      place(ball(0.03, brass), 0, 0.42, 0.1),
    )
    g.add(place(pen, 0.35, 0.35, 1.25, 0, 0.35, PI / 2 - 0.02))
    return g
  },
  'desk-calendar'(_, p) {
    const g = new THREE.Group(),
      board = kit.paper(p.main, { roughness: 0.6 }),
      w = 3.0,
      h = 2.3,
      tilt = 0.36,
      d = Math.sin(tilt) * h,
      y = (Math.cos(tilt) * h) / 2
    g.add(
      place(box(w, h, 0.05, board, 0.02), 0, y, d / 2, -tilt),
      place(box(w, h, 0.05, board, 0.02), 0, y, -d / 2, tilt),
      place(box(w, 0.05, d * 2, kit.paper(mix(p.main, '#000000', 0.25)), 0.02), 0, 0.03, 0),
    )
    const sheet = canvas(1024, 760, (x, W, H) => {
      x.fillStyle = '#fffaf1'
      x.fillRect(0, 0, W, H)
      const gr = x.createLinearGradient(0, 60, 0, H)
      gr.addColorStop(0, mix(p.second, '#ffffff', 0.25))
      gr.addColorStop(1, mix(p.main, p.second, 0.45))
      x.save()
      x.beginPath()
      x.rect(0, 60, 400, H)
      x.clip()
      x.fillStyle = gr
      x.fillRect(0, 0, 400, H)
      disc(x, 270, 250, 78, mix(p.accent, '#ffd9a0', 0.35))
      hills(x, 400, 470, 34, mix(p.main, p.second, 0.25), 1)
      hills(x, 400, 560, 30, p.main, 2.4)
      hills(x, 400, 650, 24, mix(p.main, '#1a1512', 0.35), 4.2)
      x.restore()
      text(x, '五', 92, 170, 120, kit.isLight(p.main) ? mix(p.accent, '#2a1a10', 0.4) : p.main, 800)
      text(x, '月', 92, 284, 84, kit.isLight(p.main) ? mix(p.accent, '#2a1a10', 0.4) : p.main, 800)
      text(x, 'MAY · 小满', 708, 130, 54, '#4a3c34', 700)
      ;[...'日一二三四五六'].forEach((c, i) =>
        text(x, c, 462 + i * 82, 220, 36, i % 6 ? '#6a5c50' : p.accent, 700),
      )
      for (let i = 1; i <= 31; i++) {
        const k = i + 4,
          cx = 462 + (k % 7) * 82,
          cy = 300 + Math.floor(k / 7) * 82
        if (i === 20) disc(x, cx, cy, 34, p.accent)
        text(
          x,
          String(i),
          cx,
          cy + 2,
          40,
          i === 20 ? '#fffaf1' : (k % 7) % 6 ? '#3e342e' : mix(p.accent, '#ff5a4a', 0.25),
          i === 20 ? 800 : 600,
        )
      }
    })
    g.add(
      place(
        mesh(new THREE.PlaneGeometry(w - 0.2, h - 0.22), phys('#fff', { map: sheet, roughness: 0.8 })),
        0,
        y + 0.015,
        d / 2 + 0.06,
        -tilt,
      ),
    )
    for (let i = 0; i < 4; i++)
      g.add(
        place(
          box(w - 0.2, h - 0.22, 0.008, kit.paper(i % 2 ? '#f5ede0' : '#dfd3c0'), 0.003),
          0.012 * i,
          y - 0.012 * i,
          d / 2 + 0.05 - i * 0.008,
          -tilt,
        ),
      )
    const wire = metal('#d0b588'),
      top = Math.cos(tilt) * h
    for (let i = 0; i < 20; i++) {
      if (i === 9 || i === 10) continue
      const X = -w / 2 + 0.24 + (i * (w - 0.48)) / 19
      for (const o of [-0.018, 0.018])
        g.add(place(ring(0.13, 0.014, wire), X + o, top + 0.0, 0.0, 0, PI / 2, 0))
    }
    const tree = new THREE.Group()
    tree.add(
      lathe(
        [
          [0, 0],
          [0.24, 0],
          [0.3, 0.34],
          [0.27, 0.36],
          [0, 0.3],
        ],
        gloss(p.second),
      ),
    )
    for (let i = 0; i < 9; i++) {
      const a = i * 2.4
      tree.add(
        place(
          ball(0.17, kit.plush(i % 2 ? '#7fa56d' : '#5f8a58'), 0.5, 1.25, 0.28, 16),
          Math.cos(a) * 0.13,
          0.52 + (i % 3) * 0.08,
          Math.sin(a) * 0.13,
          Math.sin(a) * 0.5,
          -a,
          -Math.cos(a) * 0.5,
        ),
      )
    }
    g.add(place(tree, 1.62, 0, 0.95))
    return g
  },
}
