// The faces of the demo world: 48 creators (Fluent emoji art on soft gradients) and 60 shop marks (one character
// or one plain figure). The emoji art is MIT and not a dependency: unpack it anywhere and name the folder.
import { Buffer } from 'node:buffer'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { openPage } from './browser.ts'
import { keepInManifest, mediaFolder, type Avatar } from './manifest.ts'

const size = 192
const people =
  '1f469 1f468 1f9d1 1f475 1f474 1f467 1f466 1f469-200d-1f373 1f468-200d-1f373 1f469-200d-1f33e 1f468-200d-1f33e 1f469-200d-1f3a8 1f468-200d-1f3a8 1f469-200d-1f4bb 1f468-200d-1f4bb 1f469-200d-1f3eb'
const others =
  '1f431 1f436 1f98a 1f43c 1f428 1f430 1f43b 1f42f 1f981 1f439 1f427 1f989 1f438 1f994 1f9a6 1f433 1f422 1f98b 1f33b 1f335 1f352 1f34a 1f951 1f344 1fab4 1f375 1f4f7 1f3a7 1f4da 1f3b8 1f6b2 26fa'
const papers = [
  ['#fdeee0', '#f3c6a0'],
  ['#eaf5ee', '#a9d3bd'],
  ['#ffe9e9', '#eea9ad'],
  ['#e8f3fc', '#9cc6ea'],
  ['#f2edfd', '#bda9ea'],
  ['#fff5da', '#f0cd80'],
  ['#e4f4f3', '#95cccb'],
  ['#f0f3e8', '#b9c7a2'],
] as const

const characters = [
  ...'禾山木茶棉果云竹陶米野潮巷晴本物蔬食青拾羽麦柚岚棠归闲朴渔舍知南星井染织器月笺桥集雨春灯舟燕橘',
].slice(0, 46)
const figures = ['ring', 'moon', 'hill', 'leaf', 'wave', 'sun', 'arch', 'petals']
const brands = [
  ['#c8452f', '#a83321', '#fff4e6'],
  ['#2f5d4c', '#234a3c', '#f4ead2'],
  ['#263a61', '#1b2b4b', '#f3e6cc'],
  ['#f1e4cf', '#e6d3b4', '#7d3f28'],
  ['#2a2a30', '#1b1b20', '#f2d9ad'],
  ['#e9b44c', '#dba033', '#47311a'],
  ['#a8484a', '#8f383b', '#ffe9dd'],
  ['#9cc7b3', '#83b59f', '#173c30'],
  ['#6f3b5e', '#5a2c4b', '#f7dfe9'],
  ['#2f8790', '#226f77', '#eef9f6'],
  ['#f7f3ea', '#ebe3d3', '#2f4d42'],
  ['#bba7e6', '#a58fd8', '#2d2150'],
  ['#6d4936', '#573827', '#f6e3c8'],
  ['#ee7f6d', '#e06a58', '#fff7ef'],
  ['#4b6f9c', '#3b5c86', '#f4f8fd'],
] as const

type MarkWindow = { captions: { mark(o: object): Promise<string> } }

async function creators(folder: string, emoji: string): Promise<Avatar[]> {
  const list = `${people} ${others}`.split(' ').slice(0, 48)
  const made: Avatar[] = []
  for (const [i, code] of list.entries()) {
    const [top, bottom] = papers[(i * 3 + Math.floor(i / 8)) % papers.length] as readonly [string, string]
    const ground = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><defs><linearGradient id="g" x1="0" y1="0" x2=".5" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient><radialGradient id="s" cx=".5" cy=".5" r=".5"><stop offset="0" stop-color="#000" stop-opacity=".22"/><stop offset="1" stop-color="#000" stop-opacity="0"/></radialGradient></defs><rect width="100%" height="100%" fill="url(#g)"/><ellipse cx="96" cy="164" rx="54" ry="11" fill="url(#s)"/></svg>`,
    )
    const face = await sharp(join(emoji, `${code}.webp`))
      .resize(132, 132, { fit: 'inside', kernel: 'lanczos3' })
      .toBuffer()
    const file = `avatars/creator-${String(i + 1).padStart(2, '0')}.webp`
    const written = await sharp(ground)
      .composite([{ input: face, top: 30, left: 30 }])
      .webp({ quality: 86, effort: 6 })
      .toFile(join(folder, file))
    made.push({
      file,
      kind: 'creator',
      index: i + 1,
      bytes: written.size,
      mark: String.fromCodePoint(...code.split('-').map((c) => Number.parseInt(c, 16))),
    })
  }
  return made
}

async function shops(folder: string): Promise<Avatar[]> {
  const room = await openPage('caption.html', 'window.captions')
  const made: Avatar[] = []
  for (let i = 0; i < 60; i++) {
    const [from, to, ink] = brands[(i * 4 + Math.floor(i / brands.length)) % brands.length] as readonly [
      string,
      string,
      string,
    ]
    const isFigure = i % 4 === 3
    const figure = figures[Math.floor(i / 4) % figures.length]
    const character = characters[i - Math.floor((i + 1) / 4)]
    const mark = isFigure || !character ? { figure } : { character }
    const png = await room.page.evaluate((o) => (globalThis as unknown as MarkWindow).captions.mark(o), {
      size: size * 2,
      ground: [from, to],
      ink,
      ...mark,
    })
    const file = `avatars/shop-${String(i + 1).padStart(2, '0')}.webp`
    const written = await sharp(Buffer.from(png, 'base64'))
      .resize(size)
      .webp({ quality: 90, effort: 6 })
      .toFile(join(folder, file))
    made.push({
      file,
      kind: 'shop',
      index: i + 1,
      bytes: written.size,
      mark: character && !isFigure ? character : (figure ?? ''),
    })
  }
  await room.close()
  return made
}

export async function renderAvatars(out?: string): Promise<void> {
  const media = mediaFolder(out)
  mkdirSync(join(media, 'avatars'), { recursive: true })
  const emoji = process.env['FLUENT_EMOJI_DIR']
  const avatars = await shops(media)
  if (emoji && existsSync(emoji)) avatars.push(...(await creators(media, emoji)))
  else console.error('creators skipped: set FLUENT_EMOJI_DIR (see tools/render/README.md)')
  keepInManifest(media, { avatars })
  console.log(
    `${avatars.length} avatars, ${Math.round(avatars.reduce((sum, a) => sum + a.bytes, 0) / 1024)} KiB`,
  )
}
