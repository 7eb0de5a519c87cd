// Digital: headphones, earbuds, power bank, keyboard, watch, speaker.
// Screens are small drawn canvases that glow a little; every key of the keyboard is a key.
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
  phys,
  place,
  ring,
  rod,
  text,
  tube,
  turned,
} from '../shorthand.js'

const { mix, group } = kit
const { ceramic: gloss, plastic: satin, metal, fabric: cloth } = kit

export const looks = {
  headphones: [
    { swatch: 'lilac', yaw: 0.55, set: 'disc' },
    { swatch: 'ink', yaw: -0.5, set: 'slab', accent: '#c9a46c' },
    { swatch: 'cream', yaw: 0.5, set: 'arch' },
    { swatch: 'forest', yaw: -0.6, set: 'steps' },
    { swatch: 'coral', yaw: 0.45, set: 'floor', backdrop: 'sky' },
  ],
  earbuds: [
    { swatch: 'cloud', yaw: 0.25, set: 'disc', pitch: 0.3, accent: '#5aa3e8' },
    { swatch: 'ink', yaw: -0.25, set: 'slab', pitch: 0.3 },
    { swatch: 'mint', yaw: 0.2, set: 'steps', pitch: 0.3 },
    { swatch: 'blush', yaw: -0.2, set: 'arch', pitch: 0.3 },
    { swatch: 'indigo', yaw: 0.3, set: 'floor', pitch: 0.3 },
  ],
  'power-bank': [
    { swatch: 'cloud', yaw: 0.4, set: 'disc', accent: '#ee7f4d' },
    { swatch: 'graphite', yaw: -0.4, set: 'slab' },
    { swatch: 'sky', yaw: 0.35, set: 'steps', accent: '#f3c15a' },
    { swatch: 'blush', yaw: -0.35, set: 'arch' },
    { swatch: 'forest', yaw: 0.3, set: 'floor', backdrop: 'butter' },
  ],
  keyboard: [
    { swatch: 'cream', yaw: 0.3, set: 'slab', pitch: 0.62, zoom: 1.2, accent: '#d9744a' },
    { swatch: 'navy', yaw: -0.3, set: 'floor', pitch: 0.62, zoom: 1.2 },
    { swatch: 'lilac', yaw: 0.25, set: 'slab', pitch: 0.62, zoom: 1.2 },
    { swatch: 'sage', yaw: -0.25, set: 'floor', pitch: 0.62, zoom: 1.2, accent: '#d3a054' },
    {
      swatch: 'graphite',
      yaw: 0.35,
      set: 'slab',
      pitch: 0.62,
      zoom: 1.2,
      backdrop: 'night',
      opts: { lit: true },
    },
  ],
  'smart-watch': [
    { swatch: 'ink', yaw: 0.4, set: 'disc', accent: '#ff8f4d' },
    { swatch: 'blush', yaw: -0.4, set: 'arch', accent: '#ff8fa5' },
    { swatch: 'sky', yaw: 0.35, set: 'slab', accent: '#5cc8ff' },
    { swatch: 'olive', yaw: -0.35, set: 'steps', accent: '#c8e05c' },
    { swatch: 'coral', yaw: 0.45, set: 'floor', accent: '#ffcf5c', backdrop: 'aqua' },
  ],
  speaker: [
    { swatch: 'teal', yaw: 0.3, set: 'disc' },
    { swatch: 'ink', yaw: -0.3, set: 'slab' },
    { swatch: 'oat', yaw: 0.35, set: 'arch' },
    { swatch: 'crimson', yaw: -0.25, set: 'steps', accent: '#e9b47a' },
    { swatch: 'sky', yaw: 0.2, set: 'floor', backdrop: 'butter' },
  ],
}

const screen = (map, o = {}) =>
  phys('#ffffff', {
    map,
    emissive: '#ffffff',
    emissiveMap: map,
    emissiveIntensity: 0.55,
    roughness: 0.12,
    clearcoat: 1,
    ...o,
  })

export const models = {
  headphones(_, p) {
    const g = new THREE.Group(),
      body = satin(p.main, { roughness: 0.4 }),
      pad = kit.leather(mix(p.accent, '#231d1c', kit.isLight(p.main) ? 0.35 : 0.6)),
      steel = metal('#d9dadd', { roughness: 0.2 }),
      trim = metal(mix(p.accent, '#e8d3ae', 0.55))
    const arc = (r, y, w, t, m, from = 0.1) => {
      const o = kit.surface(
        (u, v) => {
          const a = PI * from + u * PI * (1 - 2 * from),
            b = v * PI * 2
          const k = r + Math.cos(b) * t
          return [-Math.cos(a) * k, y + Math.sin(a) * k * 1.12, Math.sin(b) * w]
        },
        m,
        { nu: 60, nv: 18 },
      )
      return o
    }
    g.add(arc(1.33, 0.35, 0.2, 0.055, body, 0.05), arc(1.25, 0.35, 0.17, 0.09, pad, 0.2))
    for (const s of [-1, 1]) {
      g.add(
        rod([s * 1.32, 0.6, 0], [s * 1.4, 0.12, 0], 0.05, steel),
        place(ball(0.09, steel), s * 1.4, 0.12, 0),
        place(box(0.15, 0.32, 0.34, body, 0.07), s * 1.32, 0.5, 0, 0, 0, s * 0.05),
      )
      const yoke = mesh(new THREE.TorusGeometry(0.66, 0.05, 12, 48, PI), steel)
      g.add(place(yoke, s * 1.4, -0.55, 0, 0, PI / 2, 0))
      const cup = new THREE.Group()
      const c = lathe(
        [
          [0, 0.3],
          [0.3, 0.3],
          [0.34, 0.285],
          [0.46, 0.27],
          [0.58, 0.2],
          [0.64, 0.08],
          [0.64, -0.1],
          [0.6, -0.14],
          [0, -0.14],
        ],
        body,
        80,
      )
      cup.add(
        c,
        place(ring(0.4, 0.018, trim), 0, 0.285, 0, PI / 2),
        place(
          lathe(
            [
              [0, 0.315],
              [0.27, 0.31],
              [0.3, 0.29],
            ],
            satin(mix(p.main, '#000000', 0.14), { roughness: 0.25 }),
          ),
          0,
          0,
          0,
        ),
      )
      for (let i = 0; i < 5; i++)
        cup.add(place(cyl(0.014, 0.014, 0.02, steel, 10), -0.1 + i * 0.05, 0.31, 0.18))
      cup.add(
        place(mesh(new THREE.TorusGeometry(0.42, 0.2, 20, 56), pad), 0, -0.24, 0, PI / 2),
        place(cyl(0.34, 0.34, 0.06, kit.fabric('#2a2626')), 0, -0.2, 0),
      )
      cup.add(
        place(box(0.12, 0.06, 0.07, steel, 0.025), 0, 0.02, -0.64),
        place(cyl(0.045, 0.045, 0.05, trim, 16), 0.3, 0.05, -0.57, PI / 2),
      )
      cup.scale.set(1, 1, 1.18)
      g.add(place(group(cup), s * 1.36, -0.62, 0, 0, s * -0.12, (-s * PI) / 2))
    }
    return g
  },
  earbuds(_, p) {
    const g = new THREE.Group(),
      shell = gloss(p.main),
      inner = satin(mix(p.main, kit.isLight(p.main) ? '#ffffff' : '#8a8a96', 0.35)),
      tip = kit.rubber(kit.isLight(p.main) ? '#f3f3f3' : '#3a3a42', { roughness: 0.5 }),
      steel = metal('#d5d8dc')
    const halfBox = (h, up) => {
      const b = mesh(new RoundedBoxGeometry(2.5, h * 2, 1.15, 10, 0.55), shell)
      return kit.warp(b, (x, y, z) => [x, up ? Math.max(0, y) : Math.min(0, y), z])
    }
    const plate = () =>
      kit.warp(mesh(new RoundedBoxGeometry(2.5, 2.4, 1.15, 10, 0.55), inner), (x, y, z) => [
        x,
        Math.sign(y) * Math.min(Math.abs(y), 0.02),
        z,
      ])
    const base = new THREE.Group()
    base.add(
      place(halfBox(1.2, false), 0, 1.2, 0),
      place(kit.put(plate(), { scale: [0.95, 1, 0.92] }), 0, 1.2, 0),
    )
    for (const s of [-1, 1])
      base.add(place(cyl(0.3, 0.3, 0.05, kit.matte(mix(p.main, '#101014', 0.6))), s * 0.52, 1.225, 0))
    base.add(
      place(ball(0.05, kit.glow('#8dffb0')), 0, 0.85, 0.575),
      place(box(0.34, 0.12, 0.05, steel, 0.02), 0, 1.12, -0.58),
    )
    const lid = new THREE.Group()
    lid.add(halfBox(0.62, true), kit.put(plate(), { scale: [0.93, 1, 0.9] }))
    g.add(base)
    const hinge = new THREE.Group()
    lid.position.set(0, 0.02, 0.56)
    hinge.add(lid)
    g.add(place(hinge, 0, 1.24, -0.56, -1.75))
    const bud = (s) => {
      const b = new THREE.Group()
      b.add(
        place(kit.capsule(0.13, 0.72, shell), 0, -0.42, 0, 0, 0, 0),
        place(cyl(0.132, 0.132, 0.06, steel), 0, -0.78, 0),
        place(ball(0.34, shell, 1, 0.95, 1), s * 0.06, 0.12, 0.08),
      )
      b.add(
        place(
          turned(
            [
              [0.17, 0],
              [0.2, 0.1],
              [0.28, 0.2],
              [0.25, 0.34],
              [0.13, 0.42],
              [0, 0.42],
            ],
            tip,
          ),
          s * 0.2,
          0.2,
          0.24,
          0.75,
          0,
          -s * 0.85,
        ),
        place(ball(0.1, kit.matte('#2a2a30'), 1, 1.5, 0.35), s * -0.12, 0.18, 0.34, 0, -s * 0.3, 0),
      )
      b.add(place(box(0.05, 0.26, 0.03, satin(p.accent), 0.012), 0, -0.35, 0.125))
      return b
    }
    g.add(place(bud(-1), -0.52, 1.62, 0.0, 0, -0.15, 0), place(bud(1), 0.52, 1.62, 0.0, 0, 0.15, 0))
    const mark = canvas(256, 128, (x) =>
      text(x, '聆 TONE', 128, 64, 50, kit.isLight(p.main) ? '#8f8b92' : '#cfc6b4', 600),
    )
    g.add(
      mesh(new THREE.PlaneGeometry(0.8, 0.4), phys('#fff', { map: mark, transparent: true }), 0, 0.5, 0.579),
    )
    return g
  },
  'power-bank'(_, p) {
    const g = new THREE.Group(),
      light = kit.isLight(p.main),
      shell = satin(p.main, { roughness: 0.38 }),
      dark = satin(light ? mix(p.main, '#3a3a40', 0.78) : '#17171a'),
      steel = metal('#c9ccd2'),
      b = new THREE.Group()
    b.add(mesh(new RoundedBoxGeometry(1.7, 3.0, 0.62, 10, 0.24), shell))
    const face = canvas(512, 900, (x) => {
      x.fillStyle = '#121318'
      x.beginPath()
      x.roundRect(116, 80, 280, 190, 44)
      x.fill()
      text(x, '88', 236, 172, 130, '#f2f6ff', 700)
      text(x, '%', 342, 200, 56, p.accent === '#6d6d76' ? '#7fe6b0' : mix(p.accent, '#ffffff', 0.35), 700)
      x.fillStyle = '#65e39a'
      for (let i = 0; i < 4; i++) {
        x.beginPath()
        x.roundRect(168 + i * 46, 244, 36, 8, 4)
        x.fill()
      }
      const c = light ? '#55504e' : '#f4efe4'
      text(x, '续 航', 256, 640, 76, c, 700)
      text(x, '20000 mAh · 65 W', 256, 730, 38, c, 400)
      x.strokeStyle = p.accent
      x.lineWidth = 10
      x.lineCap = 'round'
      x.lineJoin = 'round'
      x.beginPath()
      x.moveTo(276, 420)
      x.lineTo(236, 486)
      x.lineTo(280, 486)
      x.lineTo(240, 552)
      x.stroke()
    })
    b.add(
      mesh(
        new THREE.PlaneGeometry(1.6, 2.8),
        phys('#fff', {
          map: face,
          transparent: true,
          roughness: 0.2,
          emissive: '#ffffff',
          emissiveMap: face,
          emissiveIntensity: 0.12,
        }),
        0,
        0,
        0.314,
      ),
    )
    for (const x of [-0.4, 0.4]) b.add(place(box(0.36, 0.05, 0.13, dark, 0.05), x, 1.492, 0))
    b.add(
      place(box(0.34, 0.05, 0.16, steel, 0.02), 0, 1.492, 0),
      place(box(0.26, 0.05, 0.09, satin('#2f63c9'), 0.02), 0, 1.498, 0.01),
      place(box(0.05, 0.36, 0.14, steel, 0.02), 0.845, 0.8, 0),
    )
    g.add(place(b, 0, 1.48, 0, -0.1))
    const cable = kit.fabric(p.accent)
    g.add(
      tube(
        [
          [-0.4, 2.95, -0.14],
          [-0.42, 3.35, -0.16],
          [-0.9, 3.4, 0.1],
          [-1.25, 2.6, 0.3],
          [-1.25, 1.1, 0.5],
          [-1.2, 0.2, 0.75],
          [-0.85, 0.06, 1.15],
          [-0.2, 0.06, 1.2],
        ],
        0.065,
        cable,
        120,
      ),
    )
    g.add(
      place(box(0.24, 0.32, 0.15, satin('#f4f1ea'), 0.06), -0.4, 3.08, -0.15, -0.1),
      place(box(0.46, 0.15, 0.24, satin('#f4f1ea'), 0.06), 0.05, 0.09, 1.2),
      place(box(0.26, 0.08, 0.15, steel, 0.04), 0.36, 0.09, 1.2),
    )
    return g
  },
  keyboard(_, p) {
    const g = new THREE.Group(),
      lit = p.opts.lit,
      light = kit.isLight(p.main),
      U = 0.26,
      rows = [
        ['Esc*', 'F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', 'F11', 'F12', 'Del'],
        ['`', '1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '-', '=', '⌫:2'],
        ['Tab:1.5', 'Q', 'W', 'E', 'R', 'T', 'Y', 'U', 'I', 'O', 'P', '[', ']', '\\:1.5'],
        ['Caps:1.75', 'A', 'S', 'D', 'F', 'G', 'H', 'J', 'K', 'L', ';', "'", 'Enter*:2.25'],
        ['Shift:2.25', 'Z', 'X', 'C', 'V', 'B', 'N', 'M', ',', '.', '/', 'Shift:1.75', '↑'],
        ['Ctrl:1.25', '⌘:1.25', 'Alt:1.25', '偶 得*:6.25', 'Fn', 'Ctrl', '←', '↓', '→'],
      ]
    const W = 15.4 * U + 0.2,
      D = 6 * U + 0.34,
      board = new THREE.Group()
    board.add(
      place(
        box(
          W,
          0.26,
          D,
          kit.metal(mix(p.main, '#ffffff', light ? 0.1 : 0.05), { metalness: 0.35, roughness: 0.42 }),
          0.09,
        ),
        0,
        0,
        0,
      ),
      place(
        box(
          W - 0.14,
          0.06,
          D - 0.16,
          lit ? kit.glow(p.accent, { emissiveIntensity: 0.9 }) : kit.matte(mix(p.main, '#141316', 0.62)),
          0.02,
        ),
        0,
        0.115,
        0,
      ),
    )
    const caps = {
      a: satin(p.main, { roughness: 0.55, clearcoat: 0.15 }),
      b: satin(light ? mix(p.main, p.second, 0.9) : mix(p.main, '#ffffff', 0.16), {
        roughness: 0.55,
        clearcoat: 0.15,
      }),
      c: satin(p.accent, { roughness: 0.5, clearcoat: 0.2 }),
    }
    if (!light) caps.a = satin(p.second, { roughness: 0.55, clearcoat: 0.15 })
    if (light) caps.b = satin(mix(p.main, p.accent, 0.34), { roughness: 0.55, clearcoat: 0.15 })
    const inkOf = (k) =>
      k === 'c'
        ? '#fff8ec'
        : k === 'a'
          ? light
            ? '#4a4340'
            : mix(p.main, '#000000', 0.2)
          : light
            ? '#fffaf2'
            : '#f3eee4'
    const shapes = new Map(),
      shape = (w) => {
        if (!shapes.has(w))
          shapes.set(
            w,
            kit.warp(mesh(new RoundedBoxGeometry(w, 0.2, U * 0.92, 3, 0.035)), (x, y, z) => {
              const k = y > 0 ? 1 : 0
              return [
                x - Math.sign(x) * k * 0.028,
                y - (k ? 0.012 * Math.cos((x / w) * PI) : 0),
                z * (1 - k * 0.2) - k * 0.008,
              ]
            }).geometry,
          )
        return shapes.get(w)
      }
    const S = 110,
      legend = canvas(15 * S, 6 * S, (x) =>
        rows.forEach((row, r) => {
          let u = 0
          row.forEach((key) => {
            const [name, w = 1] = key.length > 2 ? key.split(':') : [key]
            const n = name.replace('*', '')
            const kind = name.includes('*') ? 'c' : n.length > 1 || '⌫⌘↑↓←→'.includes(n) ? 'b' : 'a'
            text(
              x,
              n,
              (u + w / 2) * S,
              (r + 0.46) * S,
              n.length > 2 ? 24 : 42,
              inkOf(r === 0 && kind === 'b' && n[0] === 'F' && n.length < 4 ? 'b' : kind),
              700,
            )
            u += +w
          })
        }),
      )
    rows.forEach((row, r) => {
      let u = 0
      row.forEach((key) => {
        const [name, w = 1] = key.length > 2 ? key.split(':') : [key]
        const n = name.replace('*', '')
        const kind = name.includes('*') ? 'c' : n.length > 1 || '⌫⌘↑↓←→'.includes(n) ? 'b' : 'a'
        board.add(place(mesh(shape(w * U - 0.02), caps[kind]), (u + w / 2 - 7.7) * U, 0.23, (r - 2.5) * U))
        u += +w
      })
    })
    board.add(
      mesh(
        new THREE.PlaneGeometry(15 * U, 6 * U),
        phys('#fff', {
          map: legend,
          transparent: true,
          depthWrite: false,
          polygonOffset: true,
          polygonOffsetFactor: -4,
        }),
        (7.5 - 7.7) * U,
        0.336,
        0,
        -PI / 2,
      ),
    )
    const knob = group(cyl(0.13, 0.13, 0.2, kit.metal('#d9c6a0'), 40))
    for (let i = 0; i < 24; i++) {
      const a = (i / 24) * PI * 2
      knob.add(
        place(
          box(0.014, 0.18, 0.02, kit.metal('#bda67a'), 0.004),
          Math.sin(a) * 0.13,
          0,
          Math.cos(a) * 0.13,
          0,
          a,
          0,
        ),
      )
    }
    board.add(place(knob, (14.85 - 7.7) * U, 0.26, -2.5 * U))
    for (let i = 0; i < 4; i++)
      board.add(
        place(mesh(shape(0.8 * U), caps.b), (14.9 - 7.7 + (i ? 0.05 : 0)) * U, 0.23, (i - 1.5 + 0) * U),
      )
    g.add(place(board, 0, 0.3, 0, 0.1))
    for (const s of [-1, 1])
      g.add(
        place(
          box(0.4, 0.22, 0.16, kit.matte(mix(p.main, '#101010', 0.4)), 0.04),
          s * W * 0.4,
          0.12,
          -D * 0.42,
        ),
        place(box(0.4, 0.08, 0.16, kit.matte('#3a3a3e'), 0.03), s * W * 0.4, 0.06, D * 0.42),
      )
    g.add(
      tube(
        [
          [-1.2, 0.34, -D / 2],
          [-1.25, 0.3, -D / 2 - 0.2],
          [-1.1, 0.16, -D / 2 - 0.36],
          [-0.6, 0.08, -D / 2 - 0.4],
        ],
        0.045,
        kit.fabric(p.accent),
        30,
      ),
    )
    return g
  },
  'smart-watch'(_, p) {
    const g = new THREE.Group(),
      light = kit.isLight(p.main),
      band = kit.rubber(p.main, { roughness: 0.55 }),
      steel = metal(light ? '#e6ddd2' : '#b9bcc4', { roughness: 0.18 })
    const strap = kit.surface(
      (u, v) => {
        const a = 0.52 + u * (PI * 2 - 1.04),
          b = v * PI * 2,
          w = 0.5 + 0.14 * Math.cos(a) ** 2 * (Math.cos(a) > 0 ? 1 : 0),
          t = 0.065
        const sq = (n, k) => Math.sign(n) * Math.abs(n) ** k
        const R = 1.0 + sq(Math.cos(b), 0.6) * t
        return [w * sq(Math.sin(b), 0.45), Math.sin(a) * R * 1.22, Math.cos(a) * R * 0.98]
      },
      band,
      { nu: 90, nv: 28 },
    )
    g.add(place(strap, 0, 1.28, 0))
    for (let i = 0; i < 5; i++) {
      const a = -0.72 - i * 0.14
      g.add(
        place(
          ball(0.055, kit.matte(mix(p.main, '#000000', 0.6)), 1, 1, 0.5, 14),
          0,
          1.28 + Math.sin(a) * 1.3,
          Math.cos(a) * 1.05,
          -a,
          0,
          0,
        ),
      )
    }
    const c = new THREE.Group()
    c.add(mesh(new RoundedBoxGeometry(1.36, 1.62, 0.42, 10, 0.2), steel))
    c.add(place(mesh(new RoundedBoxGeometry(1.28, 1.54, 0.2, 10, 0.1), gloss('#0b0c10')), 0, 0, 0.14))
    const face = canvas(512, 620, (x) => {
      x.fillStyle = '#07080c'
      x.fillRect(0, 0, 512, 620)
      text(x, '10:09', 256, 128, 150, '#ffffff', 700)
      text(x, '周六 · 晴 24°', 256, 232, 40, '#aeb4c2', 600)
      const c1 = light ? mix(p.accent, '#ffffff', 0.2) : mix(p.accent, '#ffffff', 0.1),
        cs = [c1, '#66e3a1', '#5ec3ff']
      x.lineWidth = 27
      x.lineCap = 'round'
      cs.forEach((k, i) => {
        const r = 132 - i * 36
        x.strokeStyle = mix(k, '#000000', 0.82)
        x.beginPath()
        x.arc(176, 428, r, 0, 7)
        x.stroke()
        x.strokeStyle = k
        x.beginPath()
        x.arc(176, 428, r, -PI / 2, -PI / 2 + [5.0, 4.1, 3.0][i])
        x.stroke()
      })
      text(x, '8,214', 410, 350, 52, cs[0], 700)
      text(x, '步', 410, 396, 30, '#aeb4c2', 600)
      text(x, '72', 410, 472, 60, '#ff6b7a', 700)
      text(x, '♥ bpm', 410, 522, 30, '#aeb4c2', 600)
    })
    c.add(mesh(new THREE.PlaneGeometry(1.14, 1.38), screen(face), 0, 0, 0.246))
    c.add(
      place(cyl(0.14, 0.14, 0.14, steel, 28), 0.74, 0.32, 0, 0, 0, PI / 2),
      place(cyl(0.145, 0.145, 0.03, satin(p.accent)), 0.8, 0.32, 0, 0, 0, PI / 2),
      place(box(0.08, 0.4, 0.12, steel, 0.03), 0.69, -0.3, 0),
    )
    for (let i = 0; i < 18; i++) {
      const a = (i / 18) * PI * 2
      c.add(
        place(
          box(0.1, 0.02, 0.03, metal('#8d9096'), 0.006),
          0.74,
          0.32 + Math.sin(a) * 0.14,
          Math.cos(a) * 0.14,
          -a + PI / 2,
        ),
      )
    }
    g.add(place(c, 0, 1.28, 0.94))
    for (const s of [-1, 1])
      g.add(place(box(1.14, 0.28, 0.16, band, 0.07), 0, 1.28 + s * 0.78, 0.83, -s * 0.55))
    return place(g, 0, 0, 0, -0.22)
  },
  speaker(_, p) {
    const g = new THREE.Group(),
      cloth = kit.fabric(p.main, { bumpMap: kit.weaveBump(14), bumpScale: 3.2 }),
      dark = kit.rubber(mix(p.main, '#141316', 0.72), { roughness: 0.6 }),
      trim = metal(mix(p.accent, '#e8d3ae', 0.45)),
      R = 0.95,
      H = 2.5
    g.add(
      lathe(
        [
          [0, 0],
          [0.8, 0],
          [0.9, 0.04],
          [0.93, 0.2],
          [0.93, 0.26],
        ],
        dark,
      ),
      lathe(
        [
          [R - 0.02, 0.24],
          [R, 0.28],
          [R, H - 0.06],
          [R - 0.02, H - 0.02],
        ],
        cloth,
        96,
      ),
    )
    g.add(
      lathe(
        [
          [0.93, H - 0.04],
          [0.96, H],
          [0.95, H + 0.12],
          [0.86, H + 0.2],
          [0.7, H + 0.16],
          [0, H + 0.14],
        ],
        dark,
      ),
    )
    for (const y of [0.26, H - 0.02]) g.add(place(ring(R, 0.02, trim), 0, y, 0, PI / 2))
    g.add(
      place(
        ring(0.8, 0.03, kit.glow(mix(p.accent, '#ffe6b8', 0.5), { emissiveIntensity: 1.1 })),
        0,
        H + 0.185,
        0,
        PI / 2,
      ),
    )
    const top = canvas(512, 512, (x) => {
      x.strokeStyle = x.fillStyle = '#efe9df'
      x.lineWidth = 16
      x.lineCap = 'round'
      x.beginPath()
      x.moveTo(256, 90)
      x.lineTo(256, 150)
      x.moveTo(226, 120)
      x.lineTo(286, 120)
      x.moveTo(226, 400)
      x.lineTo(286, 400)
      x.stroke()
      x.beginPath()
      x.moveTo(232, 214)
      x.lineTo(232, 298)
      x.lineTo(300, 256)
      x.fill()
      x.beginPath()
      x.arc(110, 256, 24, 0, 7)
      x.stroke()
      x.beginPath()
      x.arc(402, 256, 24, 0.8, 5.6)
      x.stroke()
    })
    g.add(
      mesh(
        new THREE.CircleGeometry(0.66, 48),
        phys('#fff', { map: top, transparent: true }),
        0,
        H + 0.165,
        0,
        -PI / 2,
      ),
    )
    const badge = canvas(256, 160, (x) => {
      x.fillStyle = mix(p.main, '#141316', 0.78)
      x.beginPath()
      x.roundRect(0, 0, 256, 160, 30)
      x.fill()
      text(x, '回声', 128, 66, 74, '#f6efe2', 700)
      text(x, 'ECHO LAB', 128, 124, 28, mix(p.accent, '#ffffff', 0.45), 600)
    })
    g.add(
      mesh(
        new THREE.CylinderGeometry(R + 0.012, R + 0.012, 0.44, 30, 1, true, -0.37, 0.74),
        phys('#fff', { map: badge, transparent: true }),
        0,
        0.78,
        0,
      ),
    )
    const rib = kit.rubber(mix(p.main, '#141316', 0.6))
    g.add(
      mesh(
        new THREE.CylinderGeometry(R + 0.01, R + 0.01, H - 0.5, 20, 1, true, PI / 2 - 0.13, 0.26),
        rib,
        0,
        H / 2,
        0,
      ),
    )
    for (const y of [1.0, 1.35, 1.7]) g.add(place(kit.capsule(0.05, 0.1, satin('#f1ece2')), R + 0.01, y, 0))
    g.add(
      tube(
        [
          [-0.9, H + 0.02, -0.1],
          [-1.12, H - 0.02, -0.06],
          [-1.3, H - 0.5, 0.1],
          [-1.22, H - 0.95, 0.2],
          [-1.1, H - 0.5, 0.15],
          [-0.9, H, 0.05],
        ],
        0.055,
        kit.fabric(p.accent),
        60,
      ),
      place(ball(0.085, trim), -0.9, H - 0.01, -0.08),
    )
    return g
  },
}
