// The prop shop: materials, geometry and labels that every model file builds from.
// It is why a hundred products look as if they were shot in one studio: one set of surfaces, one
// way to round an edge, one typography. Everything is procedural and takes randomness as an argument.
import * as THREE from 'three'
export { THREE }
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js'

// ---------------------------------------------------------------- colour and randomness

export const mix = (a, b, t) => '#' + new THREE.Color(a).lerp(new THREE.Color(b), t).getHexString()
export const lighten = (c, t = 0.3) => mix(c, '#ffffff', t)
export const darken = (c, t = 0.3) => mix(c, '#0d0b0a', t)
/** True when a colour is light enough to want dark text on it. */
export const isLight = (c) => {
  const n = Number.parseInt(c.slice(1), 16)
  return (n >> 16) * 0.299 + ((n >> 8) & 255) * 0.587 + (n & 255) * 0.114 > 150
}

export function makeRng(seedText) {
  let h = 2166136261
  for (const ch of seedText) h = Math.imul(h ^ ch.codePointAt(0), 16777619)
  const next = () => {
    h = (h + 0x6d2b79f5) | 0
    let t = Math.imul(h ^ (h >>> 15), 1 | h)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  next.range = (a, b) => a + (b - a) * next()
  next.pick = (list) => list[Math.floor(next() * list.length)]
  return next
}

// ---------------------------------------------------------------- textures

export function canvasTexture(w, h, paint, { repeat, data = false } = {}) {
  const canvas = document.createElement('canvas')
  canvas.width = w
  canvas.height = h
  paint(canvas.getContext('2d'), w, h)
  const texture = new THREE.CanvasTexture(canvas)
  texture.anisotropy = 8
  if (!data) texture.colorSpace = THREE.SRGBColorSpace
  if (repeat) {
    texture.wrapS = texture.wrapT = THREE.RepeatWrapping
    texture.repeat.set(...repeat)
  }
  return texture
}

const bumps = new Map()
function bump(name, paint, repeat) {
  const key = `${name}:${repeat}`
  if (!bumps.has(key)) bumps.set(key, canvasTexture(256, 256, paint, { repeat, data: true }))
  return bumps.get(key)
}

export const weaveBump = (n = 6) =>
  bump(
    'weave',
    (x) => {
      x.fillStyle = '#777'
      x.fillRect(0, 0, 256, 256)
      for (let i = 0; i < 16; i++)
        for (let j = 0; j < 16; j++) {
          const g = x.createRadialGradient(i * 16 + 8, j * 16 + 8, 1, i * 16 + 8, j * 16 + 8, 11)
          const v = (i + j) % 2 ? 225 : 150
          g.addColorStop(0, `rgb(${v},${v},${v})`)
          g.addColorStop(1, 'rgb(60,60,60)')
          x.fillStyle = g
          x.fillRect(i * 16, j * 16, 16, 16)
        }
    },
    [n, n],
  )

export const knitBump = (n = 8) =>
  bump(
    'knit',
    (x) => {
      x.fillStyle = '#444'
      x.fillRect(0, 0, 256, 256)
      x.lineCap = 'round'
      for (let i = 0; i < 8; i++)
        for (let j = -1; j < 9; j++)
          for (const s of [-1, 1]) {
            const cx = i * 32 + 16,
              cy = j * 32
            x.strokeStyle = '#ddd'
            x.lineWidth = 12
            x.beginPath()
            x.moveTo(cx + s * 12, cy)
            x.lineTo(cx + s * 3, cy + 26)
            x.stroke()
          }
    },
    [n, n],
  )

export const ribBump = (n = 10) =>
  bump(
    'rib',
    (x) => {
      const g = x.createLinearGradient(0, 0, 256, 0)
      for (let i = 0; i <= 8; i++) {
        g.addColorStop(i / 8, i % 2 ? '#fff' : '#222')
      }
      x.fillStyle = g
      x.fillRect(0, 0, 256, 256)
    },
    [n, 1],
  )

export const grainBump = (n = 3, size = 1.6) =>
  bump(
    `grain${size}`,
    (x) => {
      const r = makeRng(`grain${size}`)
      x.fillStyle = '#808080'
      x.fillRect(0, 0, 256, 256)
      for (let i = 0; i < 5200; i++) {
        const v = Math.floor(r() * 255)
        x.fillStyle = `rgba(${v},${v},${v},.35)`
        x.beginPath()
        x.arc(r() * 256, r() * 256, size * (0.4 + r()), 0, 7)
        x.fill()
      }
    },
    [n, n],
  )

export function woodTexture(colour, { rings = 26, repeat = [1, 1], vertical = false } = {}) {
  return canvasTexture(
    512,
    512,
    (x, w, h) => {
      const r = makeRng(`wood${colour}`)
      x.fillStyle = colour
      x.fillRect(0, 0, w, h)
      if (vertical) {
        x.translate(w, 0)
        x.rotate(Math.PI / 2)
      }
      for (let i = 0; i < rings * 5; i++) {
        const y = r() * h,
          amp = 3 + r() * 9,
          ph = r() * 7
        x.strokeStyle = r() > 0.45 ? darken(colour, 0.22 + r() * 0.25) : lighten(colour, 0.25)
        x.globalAlpha = 0.05 + r() * 0.17
        x.lineWidth = 0.6 + r() * 3.4
        x.beginPath()
        x.moveTo(0, y)
        for (let u = 0; u <= w; u += 16)
          x.lineTo(u, y + Math.sin(u / 130 + ph) * amp + Math.sin(u / 41 + ph) * 1.6)
        x.stroke()
      }
    },
    { repeat },
  )
}

// ---------------------------------------------------------------- materials

const physical = (o) => new THREE.MeshPhysicalMaterial(o)
/** Give a material a picture; the picture already carries the colour. */
const tinted = (color, o) => (o.map ? { color: '#ffffff', ...o } : { color, ...o })

export const plastic = (color, o = {}) =>
  physical(tinted(color, { roughness: 0.34, clearcoat: 0.5, clearcoatRoughness: 0.25, ...o }))
export const matte = (color, o = {}) => physical(tinted(color, { roughness: 0.72, ...o }))
export const metal = (color = '#e6e4e1', o = {}) =>
  physical(tinted(color, { metalness: 1, roughness: 0.24, ...o }))
export const gold = (o = {}) => metal('#f0c98a', { roughness: 0.2, ...o })
export const ceramic = (color, o = {}) =>
  physical(tinted(color, { roughness: 0.26, clearcoat: 1, clearcoatRoughness: 0.08, ...o }))
export const fabric = (color, o = {}) =>
  physical(
    tinted(color, {
      roughness: 0.92,
      sheen: 0.6,
      sheenRoughness: 0.55,
      sheenColor: new THREE.Color(lighten(color, 0.35)),
      bumpMap: weaveBump(10),
      bumpScale: 0.6,
      side: THREE.DoubleSide,
      ...o,
    }),
  )
export const knit = (color, o = {}) => fabric(color, { bumpMap: knitBump(6), bumpScale: 2.4, ...o })
export const plush = (color, o = {}) =>
  fabric(color, { bumpMap: grainBump(5, 2.4), bumpScale: 2.6, sheen: 1, ...o })
export const wood = (color = '#c89a6b', o = {}) =>
  physical({
    color: '#ffffff',
    map: woodTexture(color, o.grain ?? {}),
    roughness: 0.55,
    clearcoat: 0.18,
    clearcoatRoughness: 0.5,
    ...strip(o, 'grain'),
  })
export const paper = (color = '#fbf7ef', o = {}) =>
  physical(tinted(color, { roughness: 0.86, bumpMap: grainBump(2, 1), bumpScale: 0.15, ...o }))
export const leather = (color, o = {}) =>
  physical(
    tinted(color, {
      roughness: 0.52,
      clearcoat: 0.25,
      clearcoatRoughness: 0.5,
      bumpMap: grainBump(5, 2.2),
      bumpScale: 0.9,
      ...o,
    }),
  )
export const rubber = (color = '#26242a', o = {}) => physical(tinted(color, { roughness: 0.8, ...o }))
export const food = (color, o = {}) =>
  physical(
    tinted(color, {
      roughness: 0.5,
      clearcoat: 0.3,
      clearcoatRoughness: 0.4,
      bumpMap: grainBump(2, 2),
      bumpScale: 0.5,
      ...o,
    }),
  )
export const glow = (color = '#fff1d0', o = {}) =>
  physical({ color, emissive: color, emissiveIntensity: 0.85, roughness: 0.6, ...o })
/** Thin clear glass: cheap (no transmission pass) and never black. Draw what is inside it first. */
export const glass = (color = '#ffffff', o = {}) =>
  physical({
    color,
    roughness: 0.03,
    metalness: 0,
    transparent: true,
    opacity: 0.26,
    depthWrite: false,
    clearcoat: 1,
    specularIntensity: 1,
    envMapIntensity: 1.6,
    side: THREE.DoubleSide,
    ...o,
  })
/** Coloured translucent glass or liquid. */
export const tintedGlass = (color, o = {}) =>
  glass(color, { opacity: 0.78, side: THREE.FrontSide, depthWrite: true, ...o })

function strip(o, ...keys) {
  const rest = { ...o }
  for (const key of keys) delete rest[key]
  return rest
}

// ---------------------------------------------------------------- geometry (every call returns a Mesh or Group)

/** put(obj, {at:[x,y,z], turn:[rx,ry,rz], scale: n | [x,y,z]}) → obj */
export function put(object, { at, turn, scale } = {}) {
  if (at) object.position.set(...at)
  if (turn) object.rotation.set(...turn)
  if (typeof scale === 'number') object.scale.setScalar(scale)
  else if (scale) object.scale.set(...scale)
  return object
}
export function group(...children) {
  const g = new THREE.Group()
  const list = children.flat(2).filter(Boolean)
  if (list.length) g.add(...list)
  return g
}
export const mesh = (geometry, material) => new THREE.Mesh(geometry, material)

/** Surface of revolution from [[radius, y], …]; `smooth` bends a spline through the points. */
export function lathe(profile, material, { smooth = false, segments = 72, steps = 60 } = {}) {
  let points = profile.map(([r, y]) => new THREE.Vector2(Math.max(0, r), y))
  if (smooth)
    points = new THREE.SplineCurve(points)
      .getPoints(steps)
      .map((p) => new THREE.Vector2(Math.max(0, p.x), p.y))
  const m = mesh(new THREE.LatheGeometry(points, segments), material)
  return m
}
export const roundedBox = (w, h, d, radius, material, segments = 5) =>
  mesh(new RoundedBoxGeometry(w, h, d, segments, Math.min(radius, w / 2.01, h / 2.01, d / 2.01)), material)
export const cylinder = (rTop, rBottom, h, material, segments = 64) =>
  mesh(new THREE.CylinderGeometry(rTop, rBottom, h, segments), material)
export const sphere = (r, material, segments = 48) =>
  mesh(new THREE.SphereGeometry(r, segments, Math.round(segments * 0.7)), material)
export const torus = (r, thickness, material, arc = Math.PI * 2) =>
  mesh(new THREE.TorusGeometry(r, thickness, 24, 96, arc), material)
export const capsule = (r, length, material) => mesh(new THREE.CapsuleGeometry(r, length, 16, 40), material)
/** A cylinder standing on y = 0 with softly rounded rims. */
export function puck(r, h, edge, material, segments = 72) {
  const e = Math.min(edge, h / 2, r)
  const p = [[0, 0]]
  for (let i = 0; i <= 6; i++) {
    const a = -Math.PI / 2 + ((i / 6) * Math.PI) / 2
    p.push([r - e + Math.cos(a) * e, e + Math.sin(a) * e])
  }
  for (let i = 0; i <= 6; i++) {
    const a = ((i / 6) * Math.PI) / 2
    p.push([r - e + Math.cos(a) * e, h - e + Math.sin(a) * e])
  }
  p.push([0, h])
  return lathe(p, material, { segments })
}
/** Round tube along a spline through [[x,y,z], …]; caps are spheres. */
export function tube(
  points,
  radius,
  material,
  { closed = false, caps = true, segments = 90, sides = 20 } = {},
) {
  const v = points.map((p) => new THREE.Vector3(...p))
  const curve = new THREE.CatmullRomCurve3(v, closed, 'centripetal')
  const g = group(mesh(new THREE.TubeGeometry(curve, segments, radius, sides, closed), material))
  if (caps && !closed)
    for (const p of [v[0], v.at(-1)]) g.add(put(sphere(radius, material, 24), { at: [p.x, p.y, p.z] }))
  return g
}
/** Flat outline [[x,y], …] (smooth spline when asked) pushed to `depth`, soft bevel. Centred in z. */
export function extrude(outline, depth, material, { bevel = 0.03, smooth = false, holes = [] } = {}) {
  const path = (pts) => {
    const v = pts.map(([x, y]) => new THREE.Vector2(x, y))
    return smooth ? new THREE.SplineCurve([...v, v[0]]).getPoints(pts.length * 12) : v
  }
  const shape = new THREE.Shape(path(outline))
  for (const hole of holes) shape.holes.push(new THREE.Path(path(hole)))
  const geometry = new THREE.ExtrudeGeometry(shape, {
    depth,
    bevelEnabled: bevel > 0,
    bevelSize: bevel,
    bevelThickness: bevel,
    bevelSegments: 5,
    curveSegments: 24,
  })
  geometry.translate(0, 0, -depth / 2)
  return mesh(geometry, material)
}
/** Parametric surface: f(u, v) → [x, y, z], u and v in 0..1 (cloth, shells, petals, bags). */
export function surface(f, material, { nu = 64, nv = 64 } = {}) {
  const geometry = new THREE.PlaneGeometry(1, 1, nu, nv)
  const p = geometry.attributes.position,
    uv = geometry.attributes.uv
  for (let i = 0; i < p.count; i++) p.setXYZ(i, ...f(uv.getX(i), uv.getY(i)))
  geometry.computeVertexNormals()
  material.side = THREE.DoubleSide
  return mesh(geometry, material)
}
/** Move every vertex: f(x, y, z) → [x, y, z]; normals are made again. */
export function warp(object, f) {
  const p = object.geometry.attributes.position
  for (let i = 0; i < p.count; i++) p.setXYZ(i, ...f(p.getX(i), p.getY(i), p.getZ(i)))
  object.geometry.computeVertexNormals()
  return object
}
/** Lumpy sphere for fruit, nuts, stones. */
export function blob(r, material, rng, { lumps = 0.08, squash = 1, segments = 40 } = {}) {
  const a = rng.range(2, 4),
    b = rng.range(2, 4),
    c = rng() * 6
  return warp(sphere(r, material, segments), (x, y, z) => {
    const k =
      1 +
      (lumps * (Math.sin((x / r) * a + c) + Math.sin((y / r) * b + c * 2) + Math.sin((z / r) * a + c * 3))) /
        2
    return [x * k, y * k * squash, z * k]
  })
}
/** A stuffed pillow-like slab w × h × d lying in the x-y plane (cushions, bags, pouches, sachets). */
export function puffy(w, h, d, material, { pinch = 0.08, power = 0.42, n = 48 } = {}) {
  const half = (side) =>
    surface(
      (u, v) => {
        const x = u * 2 - 1,
          y = v * 2 - 1
        const rise = Math.pow(Math.max(0, (1 - x ** 4) * (1 - y ** 4)), power)
        return [
          side * x * (w / 2) * (1 - pinch * (1 - y * y)),
          y * (h / 2) * (1 - pinch * (1 - x * x)),
          (side * rise * d) / 2,
        ]
      },
      material,
      { nu: n, nv: n },
    )
  return group(half(1), half(-1))
}

// ---------------------------------------------------------------- labels

/** Every string ever drawn on a label; the studio loads the fonts for it and builds again. */
export const labelText = new Set()
const FAMILY = '"Noto Sans SC Variable", sans-serif'

/**
 * label([{text, size, weight, colour, y, spacing}], {w, h, bg, border}) → texture.
 * y is 0..1 from the top, size in px of the canvas; draw more with `paint(ctx, w, h)` (runs before the text).
 */
export function label(lines, { w = 768, h = 512, bg = '#fffaf2', paint, border } = {}) {
  for (const l of lines) labelText.add(l.text)
  return canvasTexture(w, h, (x) => {
    if (bg) {
      x.fillStyle = bg
      x.fillRect(0, 0, w, h)
    }
    if (paint) paint(x, w, h)
    if (border) {
      x.strokeStyle = border
      x.lineWidth = Math.max(3, w / 190)
      x.strokeRect(w * 0.045, h * 0.05, w * 0.91, h * 0.9)
    }
    x.textAlign = 'center'
    x.textBaseline = 'middle'
    for (const l of lines) {
      x.font = `${l.weight ?? 600} ${l.size ?? 64}px ${FAMILY}`
      x.letterSpacing = `${l.spacing ?? 0}px`
      x.fillStyle = l.colour ?? '#3a2c24'
      x.fillText(l.text, (l.x ?? 0.5) * w + (l.spacing ?? 0) / 2, (l.y ?? 0.5) * h, w * 0.94)
    }
  })
}
/** A flat sticker facing +z. */
export const sticker = (w, h, texture, o = {}) =>
  mesh(
    new THREE.PlaneGeometry(w, h),
    paper('#ffffff', { map: texture, transparent: true, bumpMap: null, roughness: 0.6, ...o }),
  )
/** A label wrapped round a cylinder of radius r, `arc` radians wide, centred on +z; its middle is at y = 0. */
export const wrapLabel = (r, h, arc, texture, o = {}) =>
  mesh(
    new THREE.CylinderGeometry(r, o.rBottom ?? r, h, 72, 1, true, -arc / 2, arc),
    paper('#ffffff', {
      map: texture,
      bumpMap: null,
      roughness: 0.55,
      transparent: true,
      ...strip(o, 'rBottom'),
    }),
  )
