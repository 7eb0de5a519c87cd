// Shorthand over the kit, for the model files that build from many small parts: position and turn as trailing numbers, printed
// words registered for the font loader.
import * as THREE from 'three'
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js'
import * as kit from './kit.js'

export const PI = Math.PI
export const place = (o, x = 0, y = 0, z = 0, rx = 0, ry = 0, rz = 0) =>
  kit.put(o, { at: [x, y, z], turn: [rx, ry, rz] })
export const mesh = (g, m, ...t) => place(new THREE.Mesh(g, m), ...t)
export const lathe = (points, m, s = 64) => kit.lathe(points, m, { segments: s })
export const turned = (points, m, s = 64) => kit.lathe(points, m, { smooth: true, segments: s, steps: 48 })
export const cyl = (a, b, h, m, s = 40) => kit.cylinder(a, b, h, m, s)
export const box = (w, h, d, m, r = 0.06) =>
  mesh(new RoundedBoxGeometry(w, h, d, 3, Math.min(r, w / 2.01, h / 2.01, d / 2.01)), m)
export const ball = (r, m, sx = 1, sy = 1, sz = 1, s = 32) =>
  kit.put(kit.sphere(r, m, s), { scale: [sx, sy, sz] })
export const ring = (R, r, m, arc = PI * 2) =>
  mesh(new THREE.TorusGeometry(R, r, r < 0.04 ? 8 : 14, R < 0.2 ? 20 : 72, arc), m)
export const tube = (points, r, m, n = 48, closed = false) =>
  kit.tube(points, r, m, { closed, segments: n, sides: 10 })
export const solid = (shape, depth, m, bevel = 0.03) => {
  const g = new THREE.ExtrudeGeometry(shape, {
    depth,
    bevelEnabled: bevel > 0,
    bevelSize: bevel,
    bevelThickness: bevel,
    bevelSegments: 3,
    curveSegments: 24,
  })
  return mesh(g.translate(0, 0, -depth / 2), m)
}
export const outline = (points) => new THREE.Shape(points.map((q) => new THREE.Vector2(...q)))
export const canvas = (w, h, paint, o) => kit.canvasTexture(w, h, paint, o)
export const text = (x, s, px, py, size, colour, weight = 600, align = 'center') => {
  kit.labelText.add(s)
  x.fillStyle = colour
  x.font = `${weight} ${size}px "Noto Sans SC Variable", sans-serif`
  x.textAlign = align
  x.textBaseline = 'middle'
  x.fillText(s, px, py)
}
export const phys = (c, o = {}) => kit.matte(c, { roughness: 0.45, ...o })
export const rod = (a, b, r, m, r2 = r) => {
  const A = new THREE.Vector3(...a),
    B = new THREE.Vector3(...b),
    o = cyl(r2, r, A.distanceTo(B), m, 18)
  o.position.copy(A).add(B).multiplyScalar(0.5)
  o.quaternion.setFromUnitVectors(new THREE.Vector3(0, 1, 0), B.sub(A).normalize())
  return o
}
