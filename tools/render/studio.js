// The studio: builds one product by id, seats it on a set, lights it and photographs it.
// A picture is the average of several exposures with the camera, the key light and a dome light moved a
// little each time: that gives soft area shadows, contact shading and clean edges from a software rasteriser.
import * as THREE from 'three'
import { RoomEnvironment } from 'three/addons/environments/RoomEnvironment.js'
import * as kit from './kit.js'
import { swatch, backdrop } from './palette.js'

const SETS = ['disc', 'arch', 'slab', 'steps', 'floor']
const FOV = 24
const fontsFor = new Set()

const renderer = new THREE.WebGLRenderer({
  canvas: document.getElementById('stage'),
  antialias: new URLSearchParams(location.search).has('msaa'),
  preserveDrawingBuffer: true,
})
renderer.setPixelRatio(1)
renderer.toneMapping = THREE.NeutralToneMapping
renderer.toneMappingExposure = 1.0
renderer.shadowMap.enabled = true
renderer.shadowMap.type = THREE.PCFShadowMap
const environment = new THREE.PMREMGenerator(renderer).fromScene(new RoomEnvironment(), 0.035).texture

const categories = new Map()
async function category(name) {
  if (!categories.has(name)) categories.set(name, await import(`./models/${name}.js`))
  return categories.get(name)
}

export async function lookOf(categoryName, archetype, variant) {
  const { looks } = await category(categoryName)
  const look = looks?.[archetype]?.[variant - 1] ?? {
    swatch: ['cream', 'celadon', 'clay', 'sky', 'blush'][variant - 1],
  }
  const s = swatch(look.swatch)
  const palette = {
    ...s,
    ...pickColours(look),
    light: '#fbf8f2',
    dark: '#26242a',
    variant,
    opts: look.opts ?? {},
  }
  const seed = [...archetype].reduce((n, ch) => n + ch.charCodeAt(0), 0)
  return {
    ...look,
    palette,
    paper: backdrop(look.backdrop ?? s.backdrop),
    set: look.set ?? SETS[(seed + variant) % 5],
  }
}
function pickColours(look) {
  const out = {}
  for (const key of ['main', 'second', 'accent', 'zh', 'en']) if (look[key]) out[key] = look[key]
  return out
}

async function buildProduct(categoryName, archetype, look) {
  const { models } = await category(categoryName)
  const build = models[archetype]
  if (!build) throw new Error(`no model ${categoryName}/${archetype}`)
  const make = () => build(THREE, look.palette, kit.makeRng(`${archetype}-${look.palette.variant}`))
  let product = make()
  const text = [...kit.labelText].filter((t) => !fontsFor.has(t))
  if (text.length) {
    for (const weight of [400, 700, 900])
      await document.fonts.load(`${weight} 40px "Noto Sans SC Variable"`, text.join(''))
    for (const t of text) fontsFor.add(t)
    product = make()
  }
  return product
}

/** Scale to the box, centre, seat on y = 0. Returns the group that turns and its size. */
function seat(product, yaw) {
  const turning = new THREE.Group()
  product.rotation.y += yaw
  turning.add(product)
  turning.updateMatrixWorld(true)
  const box = new THREE.Box3().setFromObject(product, true)
  const size = box.getSize(new THREE.Vector3())
  const scale = Math.min(2 / size.y, 2.5 / size.x, 2.5 / size.z)
  const middle = box.getCenter(new THREE.Vector3())
  product.position.sub(new THREE.Vector3(middle.x, box.min.y, middle.z)).multiplyScalar(scale)
  product.scale.multiplyScalar(scale)
  turning.traverse((o) => {
    if (!o.isMesh) return
    const clear = o.material.transparent && o.material.opacity < 0.9
    o.castShadow = !clear
    o.receiveShadow = !clear
  })
  return { turning, size: size.multiplyScalar(scale) }
}

/** Top and bottom of the paper, with a pool of light behind the product. */
function paintBackdrop(paper, aspect, poolY) {
  const w = Math.round(512 * Math.min(1, aspect)),
    h = Math.round(512 / Math.max(1, aspect))
  return kit.canvasTexture(w, h, (x) => {
    const g = x.createLinearGradient(0, 0, 0, h)
    g.addColorStop(0, paper.top)
    g.addColorStop(1, paper.bottom)
    x.fillStyle = g
    x.fillRect(0, 0, w, h)
    const light = x.createRadialGradient(
      w * 0.5,
      h * poolY,
      0,
      w * 0.5,
      h * poolY,
      Math.max(w, h * 0.62) * 0.62,
    )
    light.addColorStop(0, kit.isLight(paper.top) ? 'rgba(255,255,255,.5)' : 'rgba(255,240,220,.2)')
    light.addColorStop(1, 'rgba(255,255,255,0)')
    x.fillStyle = light
    x.fillRect(0, 0, w, h)
  })
}

/** What the product stands on. Everything is at or below y = 0; returns the height of the floor. */
function dress(scene, set, paper, size) {
  const surface = kit.matte(paper.pedestal, { roughness: 0.62 })
  const deep = kit.matte(kit.mix(paper.pedestal, paper.bottom, 0.6), { roughness: 0.7 })
  const reach = Math.max(0.95, Math.hypot(size.x, size.z) * 0.5 * 1.06, size.x * 0.58)
  const add = (o, opts) => {
    o.receiveShadow = o.castShadow = true
    scene.add(kit.put(o, opts))
  }
  let floor = -0.26
  if (set === 'slab')
    add(
      kit.roundedBox(
        Math.max(reach * 1.9, size.x * 1.2),
        0.26,
        Math.max(reach * 1.5, size.z * 1.25),
        0.05,
        surface,
      ),
      { at: [0, -0.13, 0] },
    )
  else if (set === 'steps') {
    floor = -0.38
    add(kit.puck(reach, 0.2, 0.035, surface, 128), { at: [0, -0.2, 0] })
    add(kit.puck(reach * 1.34, 0.18, 0.035, deep, 128), { at: [0, -0.38, 0] })
  } else if (set === 'floor') floor = 0
  else {
    add(kit.puck(reach * 1.08, 0.26, 0.04, surface, 128), { at: [0, -0.26, 0] })
    if (set === 'arch') {
      const w = Math.max(0.85, size.x * 0.46),
        top = Math.max(size.y * 0.98, w * 1.2) - w * 0.55
      const outline = [[-w, floor]]
      for (let i = 0; i <= 32; i++) {
        const a = Math.PI - (i / 32) * Math.PI
        outline.push([Math.cos(a) * w, top + Math.sin(a) * w])
      }
      outline.push([w, floor])
      add(kit.extrude(outline, 0.2, deep, { bevel: 0.03 }), {
        at: [w * 0.32, 0, -Math.max(reach, size.z * 0.7) - 0.25],
      })
    }
  }
  const ground = kit.mesh(
    new THREE.CircleGeometry(14, 48),
    new THREE.ShadowMaterial({ opacity: kit.isLight(paper.bottom) ? 0.2 : 0.34 }),
  )
  ground.rotation.x = -Math.PI / 2
  ground.position.y = floor
  ground.receiveShadow = true
  scene.add(ground)
}

function lamp(colour, intensity, mapSize) {
  const light = new THREE.DirectionalLight(colour, intensity)
  light.castShadow = mapSize > 0
  if (mapSize) light.shadow.mapSize.set(mapSize, mapSize)
  light.shadow.bias = -0.0008
  light.shadow.normalBias = 0.018
  light.shadow.radius = mapSize > 600 ? 5 : 9
  Object.assign(light.shadow.camera, { left: -3.4, right: 3.4, top: 3.4, bottom: -3.4, near: 1, far: 22 })
  return light
}

let shot = null

/** Build and light one product. Options: category, archetype, variant, width, height, centreY (0..1 from the top). */
async function openShot(o) {
  closeShot()
  const look = await lookOf(o.category, o.archetype, o.variant)
  const product = await buildProduct(o.category, o.archetype, look)
  const scene = new THREE.Scene()
  const { turning, size } = seat(product, look.yaw ?? 0)
  scene.add(turning)
  scene.environment = environment
  scene.environmentIntensity = 0.62
  const aspect = o.width / o.height
  scene.background = paintBackdrop(look.paper, aspect, o.centreY ?? 0.46)
  dress(scene, look.set, look.paper, size)
  const key = lamp('#fff3e2', 1.75, 1024),
    dome = lamp('#ffffff', 0.6, 512),
    rim = lamp('#dbe7ff', 1.1, 0)
  rim.position.set(-5, 4, -5)
  scene.add(key, dome, rim)
  renderer.setSize(o.width, o.height, false)
  shot = {
    o,
    look,
    scene,
    turning,
    size,
    key,
    dome,
    aspect,
    camera: new THREE.PerspectiveCamera(FOV, aspect, 0.5, 60),
  }
  return {
    palette: { product: look.palette.main, backdrop: look.paper.bottom },
    colour: { zh: look.palette.zh, en: look.palette.en },
    look: { swatch: look.swatch, set: look.set },
  }
}

function closeShot() {
  if (!shot) return
  shot.scene.traverse((x) => {
    x.geometry?.dispose()
    // Materials stay: the last one of a kind to go would take its compiled program along.
    for (const m of [x.material].flat()) m?.map?.dispose()
    x.shadow?.map?.dispose()
  })
  shot.scene.background?.dispose()
  shot = null
}

const halton = (i, base) => {
  let f = 1,
    r = 0
  for (let n = i; n > 0; n = Math.floor(n / base)) {
    f /= base
    r += f * (n % base)
  }
  return r
}

/** One exposure of the open shot. view: { yaw, pitch, zoom, lift }. */
function expose(view, pass, passes) {
  const { o, look, scene, turning, size, key, dome, aspect, camera } = shot
  turning.rotation.y = view.yaw ?? 0
  const pitch = view.pitch ?? look.pitch ?? 0.2,
    zoom = (view.zoom ?? 1) * (o.ignoreZoom ? 1 : (look.zoom ?? 1))
  const tall = size.y * Math.cos(pitch) + size.z * Math.sin(pitch) * 0.8
  const span =
    Math.max(
      tall / (aspect < 0.8 ? 0.38 : 0.68),
      Math.max(size.x, size.z * 0.8) / aspect / (aspect < 0.8 ? 0.84 : 0.76),
      1.6,
    ) / zoom
  const distance = span / 2 / Math.tan((FOV * Math.PI) / 360) + size.z * 0.3
  const aim = new THREE.Vector3(0, size.y * 0.5 - 0.08 + (view.lift ?? 0), 0)
  camera.position.set(0, aim.y + Math.sin(pitch) * distance, Math.cos(pitch) * distance)
  camera.lookAt(aim)
  const jx = passes > 1 ? halton(pass + 1, 2) - 0.5 : 0,
    jy = passes > 1 ? halton(pass + 1, 3) - 0.5 : 0
  camera.setViewOffset(o.width, o.height, jx, jy + (0.5 - (o.centreY ?? 0.5)) * o.height, o.width, o.height)
  key.position.set(3.6 + (halton(pass + 1, 2) - 0.5) * 2.6, 6.4, 4.6 + (halton(pass + 1, 3) - 0.5) * 2.6)
  const a = halton(pass + 1, 2) * Math.PI * 2 + 0.7,
    r = 1 + Math.sqrt(halton(pass + 1, 3)) * 3.6
  dome.position.set(Math.cos(a) * r, 5.6, Math.sin(a) * r)
  renderer.render(scene, camera)
}

/** Photograph the open shot → base64 of raw RGBA, top row first. */
async function photograph(view = {}, passes = 8) {
  const { width, height } = shot.o,
    gl = renderer.getContext(),
    n = width * height * 4
  const sum = new Float32Array(n),
    raw = new Uint8Array(n),
    out = new Uint8Array(n)
  for (let pass = 0; pass < passes; pass++) {
    expose(view, pass, passes)
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, raw)
    for (let i = 0; i < n; i++) sum[i] += raw[i]
  }
  for (let y = 0; y < height; y++) {
    const from = (height - 1 - y) * width * 4,
      to = y * width * 4
    for (let i = 0; i < width * 4; i++) out[to + i] = sum[from + i] / passes + 0.5
  }
  const url = await new Promise((done) => {
    const r = new FileReader()
    r.onload = () => done(r.result)
    r.readAsDataURL(new Blob([out]))
  })
  return url.slice(url.indexOf(',') + 1)
}

window.studio = { openShot, photograph, lookOf }
