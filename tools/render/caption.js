// Draws the words of a clip (and the marks of the shops) as transparent pictures, in Noto Sans SC.
// ffmpeg's own text cannot use the split web font, and its outline is coarse at this size.
const FAMILY = '"Noto Sans SC Variable", sans-serif'

async function loadFor(text) {
  for (const weight of [500, 800, 900])
    await document.fonts.load(`${weight} 40px "Noto Sans SC Variable"`, text)
}

/** Break Chinese after punctuation first, English between words; at most `width` px a line. */
function wrap(x, text, width, latin) {
  if (x.measureText(text).width <= width) return [text]
  const pieces = latin ? text.split(/(?<= )/) : text.split(/(?<=[，、：])/)
  const lines = ['']
  for (const piece of pieces) {
    if (lines.at(-1) && x.measureText(lines.at(-1) + piece).width > width) lines.push('')
    if (!latin && x.measureText(piece).width > width) {
      const half = Math.ceil(piece.length / 2)
      lines[lines.length - 1] += piece.slice(0, half)
      lines.push(piece.slice(half))
    } else lines[lines.length - 1] += piece
  }
  return lines.filter(Boolean).map((line) => line.replace(/[，、：]$/, '').trim())
}

function canvas(w, h) {
  const c = document.createElement('canvas')
  c.width = w
  c.height = h
  return [c, c.getContext('2d')]
}
const png = (c) => c.toDataURL('image/png').split(',')[1]

/** One caption in one language → { png, height }. */
async function line({ text, width, size, weight, shade, latin }) {
  await loadFor(text)
  const [c, x] = canvas(width, 260)
  x.font = `${weight} ${size}px ${FAMILY}`
  x.letterSpacing = latin ? '0.2px' : '1px'
  const lines = wrap(x, text, width - 24, latin),
    step = size * (latin ? 1.3 : 1.26)
  const height = Math.ceil(step * lines.length + 24)
  const [out, o] = canvas(width, height)
  o.font = x.font
  o.letterSpacing = x.letterSpacing
  o.textAlign = 'center'
  o.textBaseline = 'middle'
  o.lineJoin = 'round'
  lines.forEach((words, i) => {
    const y = 12 + step * (i + 0.5)
    o.shadowColor = shade
    o.shadowBlur = latin ? 7 : 14
    o.shadowOffsetY = 2
    o.strokeStyle = shade
    o.lineWidth = latin ? 2.4 : 3.6
    o.strokeText(words, width / 2, y)
    o.shadowBlur = 0
    o.shadowOffsetY = 0
    o.fillStyle = '#ffffff'
    o.fillText(words, width / 2, y)
  })
  return { png: png(out), height }
}

/** A soft veil from the top of the frame, so that white words hold on pale paper. */
function veil({ width, height, rgb }) {
  const [c, x] = canvas(width, height)
  const g = x.createLinearGradient(0, 0, 0, height * 0.6)
  ;[
    [0, 0.5],
    [0.3, 0.44],
    [0.6, 0.24],
    [0.82, 0.08],
    [1, 0],
  ].forEach(([at, a]) => g.addColorStop(at, `rgba(${rgb},${a})`))
  x.fillStyle = g
  x.fillRect(0, 0, width, height)
  return png(c)
}

/** A shop's mark: one character or a plain figure on its colour. */
async function mark({ size, character, figure, ground, ink }) {
  await loadFor(character ?? '')
  const [c, x] = canvas(size, size)
  const g = x.createLinearGradient(0, 0, size, size)
  g.addColorStop(0, ground[0])
  g.addColorStop(1, ground[1])
  x.fillStyle = g
  x.fillRect(0, 0, size, size)
  x.fillStyle = x.strokeStyle = ink
  x.translate(size / 2, size / 2)
  const r = size * 0.27
  if (character) {
    x.font = `800 ${size * 0.56}px ${FAMILY}`
    x.textAlign = 'center'
    x.textBaseline = 'alphabetic'
    const box = x.measureText(character)
    x.fillText(
      character,
      (box.actualBoundingBoxLeft - box.actualBoundingBoxRight) / 2,
      (box.actualBoundingBoxAscent - box.actualBoundingBoxDescent) / 2,
    )
  } else {
    x.lineWidth = size * 0.075
    x.lineCap = 'round'
    const arc = (cx, cy, rr, a, b, fill) => {
      x.beginPath()
      x.arc(cx, cy, rr, a, b)
      if (fill) x.fill()
      else x.stroke()
    }
    const figures = {
      ring: () => {
        arc(0, 0, r, 0, 7)
        arc(0, 0, r * 0.34, 0, 7, true)
      },
      moon: () => {
        arc(0, 0, r * 1.1, 0, 7, true)
        x.fillStyle = ground[1]
        arc(r * 0.5, -r * 0.3, r * 0.88, 0, 7, true)
      },
      hill: () => {
        arc(-r * 0.55, r * 0.75, r * 0.95, Math.PI, 0, true)
        x.globalAlpha = 0.7
        arc(r * 0.6, r * 0.75, r * 0.7, Math.PI, 0, true)
        x.globalAlpha = 1
        arc(r * 0.55, -r * 0.5, r * 0.32, 0, 7, true)
      },
      leaf: () => {
        x.rotate(0.6)
        x.beginPath()
        x.moveTo(0, r * 1.2)
        x.bezierCurveTo(-r * 1.25, r * 0.2, -r * 0.7, -r * 0.9, 0, -r * 1.2)
        x.bezierCurveTo(r * 0.7, -r * 0.9, r * 1.25, r * 0.2, 0, r * 1.2)
        x.fill()
        x.strokeStyle = ground[1]
        x.lineWidth = size * 0.03
        x.beginPath()
        x.moveTo(0, r * 0.9)
        x.lineTo(0, -r * 0.6)
        x.stroke()
      },
      wave: () => {
        for (const y of [-0.62, 0, 0.62]) {
          x.beginPath()
          for (let t = -1.1; t <= 1.1; t += 0.05) x.lineTo(t * r, y * r + Math.sin(t * 4.6) * r * 0.18)
          x.stroke()
        }
      },
      sun: () => {
        arc(0, 0, r * 0.52, 0, 7, true)
        for (let i = 0; i < 8; i++) {
          x.rotate(Math.PI / 4)
          x.beginPath()
          x.moveTo(0, -r * 0.86)
          x.lineTo(0, -r * 1.12)
          x.stroke()
        }
      },
      arch: () => {
        arc(0, r * 0.2, r, Math.PI, 0)
        x.beginPath()
        x.moveTo(-r, r * 0.2)
        x.lineTo(-r, r)
        x.moveTo(r, r * 0.2)
        x.lineTo(r, r)
        x.stroke()
        arc(0, r * 0.62, r * 0.36, 0, 7, true)
      },
      petals: () => {
        for (let i = 0; i < 5; i++) {
          x.rotate((Math.PI * 2) / 5)
          x.beginPath()
          x.ellipse(0, -r * 0.66, r * 0.36, r * 0.56, 0, 0, 7)
          x.fill()
        }
        x.fillStyle = ground[1]
        arc(0, 0, r * 0.24, 0, 7, true)
      },
    }
    figures[figure]()
  }
  return png(c)
}

window.captions = { line, veil, mark }
