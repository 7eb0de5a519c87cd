// Mother and baby: bottle, stacking rings, bear, blocks, cup, diapers.
// Soft edges and short-pile fur: the things a small hand holds, drawn to read at 96 px.
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
  solid,
  text,
  tube,
  turned,
} from '../shorthand.js'

const { mix, group } = kit
const { ceramic: gloss, plastic: satin, matte, fabric: cloth } = kit
const clear = (c, opacity = 0.28, o = {}) => kit.glass(c, { opacity, ...o })

export const looks = {
  'feeding-bottle': [
    { swatch: 'celadon', yaw: 0.1, set: 'disc', accent: '#f2b56b' },
    { swatch: 'blush', yaw: -0.25, set: 'arch', accent: '#8fbcd8' },
    { swatch: 'sky', yaw: 0.25, set: 'slab', accent: '#f6cf74' },
    { swatch: 'apricot', yaw: -0.1, set: 'steps', accent: '#7fb5a0' },
    { swatch: 'lilac', yaw: 0.15, set: 'disc', backdrop: 'butter', accent: '#f2a3a0' },
  ],
  'stacking-rings': [
    { swatch: 'coral', yaw: 0, set: 'disc', accent: '#5fa8a0' },
    { swatch: 'honey', yaw: -0.3, set: 'slab', accent: '#d9694f', backdrop: 'sky' },
    { swatch: 'teal', yaw: 0.25, set: 'floor', accent: '#f0b357' },
    { swatch: 'lilac', yaw: -0.1, set: 'arch', accent: '#f19db0' },
    { swatch: 'olive', yaw: 0.3, set: 'steps', accent: '#d98a4c' },
  ],
  'plush-bear': [
    { swatch: 'caramel', yaw: 0.2, set: 'disc', accent: '#c3453f' },
    { swatch: 'blush', yaw: -0.3, set: 'arch', accent: '#fff3ea' },
    { swatch: 'cloud', yaw: 0.3, set: 'slab', accent: '#6ea3d8', backdrop: 'sky' },
    { swatch: 'cocoa', yaw: -0.15, set: 'floor', accent: '#e9b44c' },
    { swatch: 'lilac', yaw: 0.1, set: 'steps', accent: '#f6cf74' },
  ],
  'building-blocks': [
    { swatch: 'coral', yaw: 0.15, set: 'floor', accent: '#4f9d97' },
    { swatch: 'sky', yaw: -0.2, set: 'disc', accent: '#f0a95b' },
    { swatch: 'honey', yaw: 0.25, set: 'slab', accent: '#5c86b8' },
    { swatch: 'sage', yaw: -0.1, set: 'disc', accent: '#c98058' },
    { swatch: 'indigo', yaw: 0.2, set: 'floor', accent: '#ef8f6b', backdrop: 'butter' },
  ],
  'sippy-cup': [
    { swatch: 'mint', yaw: 0.1, set: 'disc', accent: '#ef8f6b' },
    { swatch: 'coral', yaw: -0.25, set: 'slab', accent: '#f6cf74' },
    { swatch: 'sky', yaw: 0.3, set: 'arch', accent: '#4577a8' },
    { swatch: 'butter', yaw: -0.1, set: 'disc', accent: '#7aa98a' },
    { swatch: 'lilac', yaw: 0.2, set: 'steps', accent: '#7459b8' },
  ],
  'diaper-pack': [
    { swatch: 'sky', yaw: 0.25, set: 'floor', accent: '#f0a95b' },
    { swatch: 'blush', yaw: -0.3, set: 'disc', accent: '#c9605f' },
    { swatch: 'mint', yaw: 0.3, set: 'slab', accent: '#3f8f78' },
    { swatch: 'lilac', yaw: -0.2, set: 'arch', accent: '#7459b8' },
    { swatch: 'butter', yaw: 0.2, set: 'disc', accent: '#e0864f' },
  ],
}

/** Short-pile fur: a few shells with a dotted alpha, so the outline goes soft without real hair. */
function furry(part, color, layers = 5, len = 0.07) {
  const dots = (t) =>
    canvas(
      256,
      256,
      (x, w) => {
        x.fillStyle = '#000'
        x.fillRect(0, 0, w, w)
        x.fillStyle = '#fff'
        let s = 11
        const r = () => (s = (s * 16807) % 2147483647) / 2147483647
        for (let i = 0; i < 2600; i++) {
          x.beginPath()
          x.arc(r() * w, r() * w, 3.1 * (1 - t * 0.62), 0, 7)
          x.fill()
        }
      },
      { data: true, repeat: [3, 2] },
    )
  const g = group(part)
  part.material = matte(mix(color, '#000000', 0.12))
  for (let i = 1; i <= layers; i++) {
    const t = i / layers
    const m = cloth(mix(color, '#ffffff', 0.02 + 0.1 * t), { alphaMap: dots(t), alphaTest: 0.5 })
    const s = part.clone()
    s.material = m
    const k = 1 + len * t
    s.scale.multiplyScalar(k)
    s.userData.noShadow = true
    g.add(s)
  }
  return g
}
const heart = (s) => {
  const p = new THREE.Shape()
  p.moveTo(0, -0.9 * s)
  p.bezierCurveTo(-1.6 * s, 0.1 * s, -0.9 * s, 1.2 * s, 0, 0.5 * s)
  p.bezierCurveTo(0.9 * s, 1.2 * s, 1.6 * s, 0.1 * s, 0, -0.9 * s)
  return p
}
function bearFace(x, cx, cy, r, fg, bg) {
  x.fillStyle = fg
  for (const s of [-1, 1]) {
    x.beginPath()
    x.arc(cx + s * r * 0.72, cy - r * 0.72, r * 0.36, 0, 7)
    x.fill()
  }
  x.beginPath()
  x.arc(cx, cy, r, 0, 7)
  x.fill()
  x.fillStyle = bg
  x.beginPath()
  x.ellipse(cx, cy + r * 0.3, r * 0.48, r * 0.38, 0, 0, 7)
  x.fill()
  x.fillStyle = fg
  x.beginPath()
  x.ellipse(cx, cy + r * 0.16, r * 0.15, r * 0.1, 0, 0, 7)
  x.fill()
  x.fillStyle = bg
  for (const s of [-1, 1]) {
    x.beginPath()
    x.arc(cx + s * r * 0.42, cy - r * 0.14, r * 0.1, 0, 7)
    x.fill()
  }
}
export const models = {
  'feeding-bottle'(_, p) {
    const g = new THREE.Group()
    const prof = [
      [0, 0],
      [0.62, 0],
      [0.72, 0.06],
      [0.76, 0.2],
      [0.74, 0.7],
      [0.66, 1.15],
      [0.68, 1.6],
      [0.76, 2.05],
      [0.74, 2.3],
      [0.6, 2.42],
      [0.56, 2.5],
    ]
    g.add(
      turned(
        [
          [0, 0.07],
          [0.58, 0.07],
          [0.68, 0.14],
          [0.71, 0.24],
          [0.69, 0.7],
          [0.615, 1.15],
          [0.63, 1.55],
          [0.64, 1.6],
          [0, 1.6],
        ],
        phys('#fffaf0', { roughness: 0.35, clearcoat: 0.4 }),
      ),
    )
    const glass = turned(prof, clear(mix('#ffffff', p.main, 0.12), 0.3))
    glass.userData.noShadow = true
    g.add(glass)
    const marks = canvas(512, 1024, (x, w, h) => {
      x.clearRect(0, 0, w, h)
      x.fillStyle = p.main
      bearFace(x, 170, 640, 110, p.main, '#fff8f0')
      text(x, '暖芽', 170, 820, 84, p.main, 700)
      for (let i = 0; i <= 8; i++) {
        const y = 120 + i * 95
        x.fillStyle = p.dark
        x.fillRect(360, y, i % 2 ? 50 : 84, 7)
        if (i % 2 === 0) text(x, String(240 - i * 30), 410, y - 34, 44, p.dark, 600)
      }
    })
    const lm = new THREE.MeshPhysicalMaterial({ map: marks, transparent: true, roughness: 0.5 })
    const lg = turned(
      prof.slice(3, 9).map(([a, b]) => [a + 0.012, b]),
      lm,
      48,
      30,
    ).geometry
    const L = new THREE.Mesh(
      new THREE.LatheGeometry(
        new THREE.SplineCurve(prof.slice(3, 8).map(([a, b]) => new THREE.Vector2(a + 0.012, b))).getPoints(
          24,
        ),
        40,
        -0.72,
        1.44,
      ),
      lm,
    )
    g.add(L)
    lg.dispose()
    const col = satin(p.main)
    const c = lathe(
      [
        [0.5, 2.44],
        [0.73, 2.44],
        [0.76, 2.48],
        [0.76, 2.86],
        [0.7, 2.96],
        [0.42, 2.98],
        [0.4, 2.94],
      ],
      col,
    )
    g.add(c)
    const ribs = new THREE.InstancedMesh(new THREE.CylinderGeometry(0.022, 0.022, 0.36, 8), col, 44),
      d = new THREE.Object3D()
    for (let i = 0; i < 44; i++) {
      const a = (i / 44) * PI * 2
      d.position.set(Math.cos(a) * 0.765, 2.66, Math.sin(a) * 0.765)
      d.updateMatrix()
      ribs.setMatrixAt(i, d.matrix)
    }
    g.add(ribs)
    g.add(
      turned(
        [
          [0.45, 2.93],
          [0.5, 2.98],
          [0.46, 3.06],
          [0.32, 3.16],
          [0.2, 3.32],
          [0.165, 3.46],
          [0.19, 3.58],
          [0.15, 3.7],
          [0.04, 3.74],
          [0, 3.74],
        ],
        phys('#f6d9a8', { roughness: 0.3, transparent: true, opacity: 0.88, clearcoat: 0.5 }),
      ),
    )
    const hm = satin(p.accent)
    for (const s of [-1, 1]) {
      g.add(
        tube(
          [
            [s * 0.66, 2.38, 0],
            [s * 1.08, 2.36, 0.02],
            [s * 1.24, 1.95, 0.05],
            [s * 1.12, 1.5, 0.03],
            [s * 0.7, 1.35, 0],
          ],
          0.1,
          hm,
        ),
      )
    }
    g.add(
      lathe(
        [
          [0.66, 2.3],
          [0.79, 2.3],
          [0.81, 2.34],
          [0.81, 2.43],
          [0.66, 2.45],
        ],
        hm,
      ),
    )
    return g
  },
  'stacking-rings'(_, p) {
    const g = new THREE.Group()
    const wood = satin('#e3bf8d')
    g.add(
      lathe(
        [
          [0, 0],
          [1.15, 0],
          [1.25, 0.06],
          [1.25, 0.2],
          [1.15, 0.28],
          [0, 0.28],
        ],
        wood,
      ),
    )
    g.add(cyl(0.14, 0.22, 2.1, wood).translateY(1.2))
    const cols = [
      p.main,
      mix(p.main, p.light, 0.45),
      p.accent,
      mix(p.accent, p.light, 0.5),
      mix(p.main, p.accent, 0.5),
    ]
    let y = 0.28
    const rs = [1.08, 0.95, 0.82, 0.7]
    rs.forEach((R, i) => {
      const r = 0.27 - 0.012 * i
      const t = mesh(
        new THREE.TorusGeometry(R - r, r, 28, 64),
        gloss(cols[i], { roughness: 0.3 }),
        0,
        y + r,
        0,
        PI / 2,
      )
      t.scale.z = 1
      g.add(t)
      y += r * 2 - 0.02
    })
    g.add(ball(0.34, gloss(mix(p.accent, '#ffffff', 0.15)), 1, 1, 1).translateY(y + 0.3))
    const face = canvas(256, 256, (x) => {
      x.clearRect(0, 0, 256, 256)
      x.fillStyle = '#3a2a24'
      for (const s of [-1, 1]) {
        x.beginPath()
        x.arc(128 + s * 44, 110, 12, 0, 7)
        x.fill()
      }
      x.lineWidth = 9
      x.lineCap = 'round'
      x.strokeStyle = '#3a2a24'
      x.beginPath()
      x.arc(128, 128, 34, 0.5, PI - 0.5)
      x.stroke()
    })
    g.add(
      mesh(
        new THREE.SphereGeometry(0.345, 24, 16, PI / 2 - 0.75, 1.5, PI / 2 - 0.7, 1.4),
        phys('#fff', { map: face, transparent: true, roughness: 0.3 }),
        0,
        y + 0.3,
        0,
        0,
        0,
        0,
      ),
    )
    const off = mesh(
      new THREE.TorusGeometry(0.44, 0.22, 28, 64),
      gloss(cols[3], { roughness: 0.3 }),
      1.42,
      0.55,
      0.8,
    )
    off.rotation.set(-0.38, 0.5, 0)
    off.position.y = 0.64
    g.add(off)
    g.add(ball(0.24, gloss(cols[0])).translateX(-1.45).translateY(0.24).translateZ(0.85))
    return g
  },
  'plush-bear'(_, p) {
    const g = new THREE.Group(),
      fur = p.main,
      pale = mix(p.main, '#fff6e8', 0.62)
    const F = (o, c = fur, l) => g.add(furry(o, c, 5, l))
    const S = (r, sx, sy, sz, x, y, z, rx = 0, ry = 0, rz = 0) =>
      place(ball(r, null, sx, sy, sz, 30), x, y, z, rx, ry, rz)
    F(S(0.86, 1, 1.06, 0.9, 0, 0.86, 0))
    F(S(0.8, 1.12, 0.98, 0.95, 0, 2.2, 0.08))
    for (const s of [-1, 1]) {
      F(S(0.27, 1, 1, 0.6, s * 0.68, 2.83, 0, 0, 0, 0))
      F(S(0.17, 1, 1, 0.5, s * 0.67, 2.83, 0.14), pale, 0.1)
      F(S(0.3, 0.85, 1.75, 0.85, s * 0.88, 1.18, 0.22, -0.5, 0, s * 0.55))
      F(S(0.36, 0.95, 0.95, 1.65, s * 0.62, 0.37, 0.72, 0, s * 0.32, 0))
      F(S(0.25, 1.1, 1.15, 0.3, s * 0.8, 0.42, 1.28, 0, s * 0.32, 0), pale, 0.1)
      g.add(place(ball(0.085, gloss('#1c1414')), s * 0.3, 2.36, 0.79))
      g.add(place(ball(0.026, matte('#ffffff')), s * 0.3 - 0.03, 2.4, 0.868))
      g.add(
        place(
          ball(0.12, matte(mix('#ff9a8a', p.main, 0.25)), 1, 0.7, 0.25, 16),
          s * 0.53,
          2.1,
          0.78,
          0,
          s * 0.55,
          0,
        ),
      )
    }
    F(S(0.34, 1.15, 0.86, 0.8, 0, 2.02, 0.72), pale, 0.08)
    F(S(0.55, 1, 1.05, 0.5, 0, 0.9, 0.5), pale, 0.06)
    g.add(place(ball(0.115, gloss('#2a1a16'), 1.25, 0.85, 0.7), 0, 2.16, 1.02))
    g.add(
      tube(
        [
          [0, 2.08, 1.03],
          [0, 1.94, 1.05],
          [-0.07, 1.93, 1.04],
          [-0.15, 1.99, 1.0],
        ],
        0.02,
        matte('#2a1a16'),
        12,
      ),
    )
    g.add(
      tube(
        [
          [0, 1.94, 1.05],
          [0.07, 1.93, 1.04],
          [0.15, 1.99, 1.0],
        ],
        0.02,
        matte('#2a1a16'),
        8,
      ),
    )
    const rb = cloth(p.accent)
    g.add(place(ring(0.56, 0.085, rb), 0, 1.56, 0.1, PI / 2 + 0.12))
    for (const s of [-1, 1]) {
      g.add(place(ball(0.25, rb, 1.15, 0.72, 0.42), s * 0.27, 1.52, 0.78, 0, s * -0.2, s * 0.25))
      g.add(place(box(0.17, 0.52, 0.05, rb, 0.02), s * 0.15, 1.25, 0.86, -0.12, 0, s * 0.3))
    }
    g.add(place(ball(0.115, rb), 0, 1.52, 0.84))
    return g
  },
  'building-blocks'(_, p) {
    const g = new THREE.Group()
    const C = [p.main, p.accent, mix(p.main, '#fff4e0', 0.55), mix(p.accent, '#ffffff', 0.45), '#e6c391']
    const M = C.map((c) => satin(c, { roughness: 0.5 }))
    const face = (t, c, b) =>
      canvas(256, 256, (x) => {
        x.fillStyle = b
        x.fillRect(0, 0, 256, 256)
        x.strokeStyle = c
        x.lineWidth = 10
        x.beginPath()
        x.roundRect(26, 26, 204, 204, 28)
        x.stroke()
        text(x, t, 128, 134, 136, c, 800)
      })
    const cube = (t, i, x, y, z, ry, s = 0.9) => {
      const b = box(s, s, s, M[i], 0.07)
      const inner = C[i] === C[4] ? p.main : '#fffaf0'
      const q = new THREE.PlaneGeometry(s * 0.84, s * 0.84),
        m = phys('#fff', { map: face(t, inner, C[i]), roughness: 0.5 })
      const k = group(b)
      for (const [a, bx] of [
        [0, 0],
        [PI / 2, 0],
        [-PI / 2, 0],
      ]) {
        const f = new THREE.Mesh(q, m)
        f.position.set(Math.sin(a) * (s / 2 + 0.003), 0, Math.cos(a) * (s / 2 + 0.003))
        f.rotation.y = a
        k.add(f)
      }
      const tp = new THREE.Mesh(q, m)
      tp.rotation.x = -PI / 2
      tp.position.y = s / 2 + 0.003
      k.add(tp)
      return place(k, x, y, z, 0, ry)
    }
    g.add(cube('春', 0, -1.0, 0.45, 0.1, 0.06), cube('A', 1, 1.0, 0.45, 0.0, -0.08))
    const arch = new THREE.Shape()
    arch.moveTo(-1.45, 0)
    arch.lineTo(-1.45, 0.62)
    arch.lineTo(1.45, 0.62)
    arch.lineTo(1.45, 0)
    arch.lineTo(0.55, 0)
    arch.absarc(0, 0, 0.45, 0, PI, false)
    arch.lineTo(-1.45, 0)
    const a = solid(arch, 0.72, M[2], 0.04)
    a.position.set(0, 0.94, 0.05)
    g.add(a)
    g.add(
      place(cyl(0.36, 0.36, 0.9, M[1]), -0.95, 2.06, 0.05),
      place(cyl(0.36, 0.36, 0.9, M[3]), 0.95, 2.06, 0.05),
    )
    g.add(cube('日', 4, 0, 2.02, 0.05, 0.12, 0.82))
    g.add(place(box(2.7, 0.3, 0.78, M[4], 0.05), 0, 2.68, 0.05))
    const roof = solid(
      outline([
        [-1, 0],
        [1, 0],
        [0, 0.85],
      ]),
      0.66,
      M[0],
      0.04,
    )
    roof.position.set(0, 2.88, 0.05)
    g.add(roof)
    const w = place(cyl(0.14, 0.14, 0.78, M[2]), 0, 3.12, 0.05, PI / 2)
    g.add(w)
    g.add(place(cyl(0.4, 0.4, 0.7, M[1]), -0.15, 0.4, 1.25, PI / 2, 0, 0.5))
    g.add(cube('月', 3, 1.35, 0.4, 1.2, 0.55, 0.78))
    const tri = solid(
      outline([
        [-0.5, 0],
        [0.5, 0],
        [0, 0.6],
      ]),
      0.5,
      M[0],
      0.04,
    )
    place(tri, -1.5, 0.04, 1.2, 0, 0.5)
    g.add(tri)
    return g
  },
  'sippy-cup'(_, p) {
    const g = new THREE.Group()
    const band = canvas(1024, 512, (x, w, h) => {
      x.fillStyle = mix(p.main, '#ffffff', 0.78)
      x.fillRect(0, 0, w, h)
      x.fillStyle = mix(p.main, '#ffffff', 0.55)
      for (let i = 0; i < 9; i++) {
        x.beginPath()
        x.ellipse(i * 128, h, 110, 120, 0, 0, 7)
        x.fill()
      }
      bearFace(x, 512, 250, 120, p.main, '#fffaf4')
      x.fillStyle = p.accent
      for (const [a, b] of [
        [200, 150],
        [300, 290],
        [780, 130],
        [860, 280],
        [80, 260],
        [960, 140],
      ]) {
        x.save()
        x.translate(a, b)
        x.beginPath()
        for (let k = 0; k < 10; k++) {
          const r = k % 2 ? 12 : 28,
            t = (k * PI) / 5 - PI / 2
          x.lineTo(Math.cos(t) * r, Math.sin(t) * r)
        }
        x.fill()
        x.restore()
      }
      text(x, '咕咚杯', 512, 440, 66, p.dark, 700)
    })
    g.add(
      turned(
        [
          [0.72, 0.2],
          [0.775, 0.7],
          [0.84, 1.2],
          [0.9, 1.75],
        ],
        phys('#fff', {
          map: (band.center.set(0.5, 0.5), (band.offset.x = 0.5), (band.wrapS = THREE.RepeatWrapping), band),
          roughness: 0.3,
          clearcoat: 0.6,
        }),
      ),
    )
    const s = satin(p.main)
    g.add(
      lathe(
        [
          [0.6, 0],
          [0.73, 0],
          [0.77, 0.04],
          [0.775, 0.22],
          [0.74, 0.26],
        ],
        s,
      ),
    )
    g.add(
      lathe(
        [
          [0.86, 1.68],
          [0.97, 1.68],
          [1, 1.72],
          [1, 2.02],
          [0.95, 2.1],
          [0.8, 2.18],
          [0.5, 2.28],
          [0, 2.3],
        ],
        s,
      ),
    )
    for (let i = 0; i < 36; i++) {
      const a = (i / 36) * PI * 2
      g.add(place(cyl(0.02, 0.02, 0.26, s, 6), Math.cos(a), 1.87, Math.sin(a)))
    }
    const sp = satin(p.accent)
    const spout = turned(
      [
        [0.34, 2.22],
        [0.34, 2.34],
        [0.27, 2.5],
        [0.22, 2.72],
        [0.24, 2.84],
        [0.17, 2.92],
        [0, 2.93],
      ],
      sp,
    )
    spout.scale.set(1.25, 1, 0.72)
    spout.position.z = 0.28
    g.add(spout)
    g.add(place(ring(0.3, 0.05, sp), 0, 2.26, 0.28, PI / 2))
    for (const k of [-1, 1])
      g.add(
        tube(
          [
            [k * 0.86, 1.5, 0],
            [k * 1.26, 1.52, 0],
            [k * 1.42, 1.12, 0],
            [k * 1.22, 0.66, 0],
            [k * 0.76, 0.55, 0],
          ],
          0.125,
          sp,
        ),
      )
    return g
  },
  'diaper-pack'(_, p) {
    const g = new THREE.Group()
    const W = 2.6,
      H = 2.5,
      D = 1.35
    const map = canvas(1024, 1024, (x, w, h) => {
      const gr = x.createLinearGradient(0, 0, 0, h)
      gr.addColorStop(0, p.main)
      gr.addColorStop(1, mix(p.main, '#ffffff', 0.45))
      x.fillStyle = gr
      x.fillRect(0, 0, w, h)
      x.fillStyle = '#ffffff'
      x.globalAlpha = 0.9
      for (const [a, b, r] of [
        [120, 880, 150],
        [300, 930, 170],
        [520, 900, 190],
        [740, 940, 160],
        [920, 880, 170],
      ]) {
        x.beginPath()
        x.arc(a, b, r, 0, 7)
        x.fill()
      }
      x.globalAlpha = 1
      x.fillStyle = '#fffaf4'
      x.beginPath()
      x.roundRect(230, 130, 564, 250, 125)
      x.fill()
      text(x, '云柔', 512, 235, 140, p.main, 800)
      text(x, '超薄透气纸尿裤', 512, 335, 46, p.dark, 600)
      bearFace(x, 512, 600, 130, '#fff6ea', mix(p.main, '#000000', 0.1))
      x.fillStyle = p.accent
      x.beginPath()
      x.arc(800, 560, 95, 0, 7)
      x.fill()
      text(x, 'L', 800, 545, 104, '#fff', 800)
      text(x, '9-14kg', 800, 615, 34, '#fff', 700)
      text(x, '60 片', 220, 560, 72, '#fff', 800)
    })
    const b = new THREE.BoxGeometry(W, H, D, 28, 28, 14)
    const q = b.attributes.position,
      uv = b.attributes.uv
    for (let i = 0; i < q.count; i++) {
      let x = q.getX(i) / (W / 2),
        y = q.getY(i) / (H / 2),
        z = q.getZ(i) / (D / 2)
      const k = Math.pow(Math.abs(x) ** 6 + Math.abs(y) ** 6 + Math.abs(z) ** 6, -1 / 6) * 1
      const f = Math.min(1, k)
      const puff = 1 + 0.06 * Math.cos((x * PI) / 2) * Math.cos((y * PI) / 2)
      const wr = 0.012 * Math.sin(x * 17 + y * 4) * Math.max(0, Math.abs(y) - 0.6) * 2
      uv.setXY(i, x * 0.5 + 0.5, y * 0.5 + 0.5)
      q.setXYZ(i, (x * f * W) / 2, (y * f * H) / 2, ((z * f * D) / 2) * puff + wr * Math.sign(z))
    }
    b.computeVertexNormals()
    g.add(
      mesh(b, phys('#fff', { map, roughness: 0.32, clearcoat: 0.5, clearcoatRoughness: 0.25 }), 0, H / 2, 0),
    )
    const film = satin(mix(p.main, '#000000', 0.08))
    g.add(
      tube(
        [
          [-0.55, H - 0.06, 0],
          [-0.5, H + 0.1, 0],
          [0, H + 0.16, 0],
          [0.5, H + 0.1, 0],
          [0.55, H - 0.06, 0],
        ],
        0.075,
        film,
        40,
      ),
    )
    // one folded diaper leaning in front
    const dm = cloth('#fdfbf6'),
      dp = new THREE.Group()
    const db = new THREE.BoxGeometry(1.15, 0.95, 0.32, 20, 20, 6),
      dq = db.attributes.position
    for (let i = 0; i < dq.count; i++) {
      const x = dq.getX(i) / 0.575,
        y = dq.getY(i) / 0.475,
        z = dq.getZ(i) / 0.16
      const f = Math.min(1, Math.pow(Math.abs(x) ** 5 + Math.abs(y) ** 5 + Math.abs(z) ** 3, -0.2))
      const pinch = 1 - 0.24 * Math.max(0, -y) * 1
      dq.setXYZ(i, x * f * 0.575 * pinch, y * f * 0.475, z * f * 0.16 * (1 + 0.3 * Math.cos(x * 1.5)))
    }
    db.computeVertexNormals()
    dp.add(mesh(db, dm))
    dp.add(place(box(0.9, 0.13, 0.03, satin(mix(p.main, '#ffffff', 0.3)), 0.012), 0, 0.31, 0.19, -0.1))
    for (const s of [-1, 1]) {
      dp.add(place(box(0.17, 0.11, 0.03, satin(p.accent), 0.012), s * 0.3, 0.31, 0.215, -0.1))
      dp.add(
        tube(
          [
            [s * 0.52, 0.3, 0.1],
            [s * 0.47, -0.05, 0.19],
            [s * 0.3, -0.42, 0.1],
          ],
          0.028,
          dm,
          20,
        ),
      )
    }
    place(dp, 1.15, 0.5, 1.12, -0.2, -0.35, 0)
    g.add(dp)
    return g
  },
}
