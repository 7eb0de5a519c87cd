// Takes photographs in the studio page and hands them to sharp.
// Kept apart from what is done with them: the products, the clips and the test sheet all shoot the same way.
import { Buffer } from 'node:buffer'
import sharp, { type Sharp } from 'sharp'
import { openPage, type Darkroom } from './browser.ts'
import type { Archetype } from './catalogue.ts'

export type View = { yaw?: number; pitch?: number; zoom?: number; lift?: number }
export type Frame = { width: number; height: number; centreY?: number; ignoreZoom?: boolean }
export type ShotInfo = {
  palette: { product: string; backdrop: string }
  colour: { zh: string; en: string }
}

export type Studio = {
  open(subject: Archetype & { variant: number }, frame: Frame): Promise<ShotInfo>
  take(view: View, passes: number): Promise<Sharp>
  close(): Promise<void>
}

type StudioWindow = {
  studio: {
    openShot(o: object): Promise<ShotInfo>
    photograph(view: View, passes: number): Promise<string>
  }
}

const reloadEvery = 24

export async function openStudio({ msaa = false } = {}): Promise<Studio> {
  const room: Darkroom = await openPage(`studio.html${msaa ? '?msaa' : ''}`, 'window.studio')
  let opened = 0
  let frame: Frame = { width: 800, height: 800 }
  return {
    async open(subject, next) {
      if (opened++ % reloadEvery === reloadEvery - 1) await room.fresh()
      frame = next
      return room.page.evaluate((o) => (globalThis as unknown as StudioWindow).studio.openShot(o), {
        ...subject,
        ...next,
      })
    },
    async take(view, passes) {
      const raw = await room.page.evaluate(
        ([v, n]) => (globalThis as unknown as StudioWindow).studio.photograph(v, n),
        [view, passes] as const,
      )
      const { width, height } = frame
      return sharp(Buffer.from(raw, 'base64'), { raw: { width, height, channels: 4 } })
        .removeAlpha()
        .modulate({ saturation: 0.9 })
    },
    close: () => room.close(),
  }
}
