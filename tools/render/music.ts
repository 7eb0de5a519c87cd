// A quiet bed under a clip: four moods, each four soft chords and a few plucked notes, computed sample by sample.
// Made here so that nothing about the sound has a licence to ask about; the same mood always gives the same bytes.
import { Buffer } from 'node:buffer'

const rate = 44_100
type Mood = { beat: number; chords: readonly (readonly number[])[]; pluck: readonly number[]; bright: number }

/** Notes are semitones from A3 (220 Hz). */
const moods: readonly Mood[] = [
  {
    beat: 0.5,
    bright: 0.25,
    chords: [
      [-9, -2, 3, 7],
      [-4, 3, 8, 12],
      [-5, 2, 7, 10],
      [-9, -2, 3, 7],
    ],
    pluck: [15, -1, 12, 10, -1, 7, 10, -1],
  },
  {
    beat: 0.36,
    bright: 0.4,
    chords: [
      [-9, 3, 7, 10],
      [-2, 5, 10, 14],
      [0, 7, 12, 15],
      [-4, 3, 8, 12],
    ],
    pluck: [19, 15, 12, -1, 15, 12, 10, -1],
  },
  {
    beat: 0.3,
    bright: 0.5,
    chords: [
      [-7, 5, 9, 12],
      [-2, 5, 10, 14],
      [-5, 3, 7, 12],
      [-7, 5, 9, 12],
    ],
    pluck: [17, -1, 21, 17, 14, -1, 12, 14],
  },
  {
    beat: 0.44,
    bright: 0.18,
    chords: [
      [-12, 0, 3, 7],
      [-8, -1, 4, 11],
      [-5, 2, 7, 10],
      [-10, 2, 5, 9],
    ],
    pluck: [12, -1, -1, 15, -1, 10, -1, 7],
  },
]
const hertz = (note: number): number => 220 * 2 ** (note / 12)

/** A mono 16-bit WAV of `seconds`, peaking near −12 dBFS. */
export function musicBed(moodIndex: number, seconds: number): Buffer {
  const mood = moods[moodIndex % moods.length] as Mood
  const n = Math.round(seconds * rate)
  const mix = new Float32Array(n)
  const part = seconds / mood.chords.length
  mood.chords.forEach((chord, c) => {
    const start = c * part,
      length = part + 0.9
    for (const [voice, note] of chord.entries()) {
      const f = hertz(note)
      for (let i = Math.floor(start * rate); i < Math.min(n, (start + length) * rate); i++) {
        const t = i / rate - start
        const swell = Math.min(1, t / 0.7) * Math.min(1, Math.max(0, (length - t) / 0.9))
        const w = 2 * Math.PI * f * t
        mix[i] =
          (mix[i] ?? 0) +
          swell *
            (0.2 / (1 + voice * 0.25)) *
            (Math.sin(w + 0.6 * Math.sin(t * 3.1)) +
              mood.bright * 0.4 * Math.sin(2 * w) +
              0.5 * Math.sin(w * 1.0035))
      }
    }
  })
  for (let k = 0; k * mood.beat < seconds - 0.5; k++) {
    const note = mood.pluck[k % mood.pluck.length] as number
    if (note < 0) continue
    const f = hertz(note),
      start = k * mood.beat
    for (let i = Math.floor(start * rate); i < Math.min(n, (start + 1.6) * rate); i++) {
      const t = i / rate - start
      mix[i] =
        (mix[i] ?? 0) +
        0.17 *
          Math.min(1, t / 0.006) *
          Math.exp(-t * 4.2) *
          (Math.sin(2 * Math.PI * f * t) + 0.3 * Math.sin(4 * Math.PI * f * t) * Math.exp(-t * 6))
    }
  }
  const out = Buffer.alloc(44 + n * 2)
  out.write('RIFF', 0)
  out.writeUInt32LE(36 + n * 2, 4)
  out.write('WAVEfmt ', 8)
  out.writeUInt32LE(16, 16)
  out.writeUInt16LE(1, 20)
  out.writeUInt16LE(1, 22)
  out.writeUInt32LE(rate, 24)
  out.writeUInt32LE(rate * 2, 28)
  out.writeUInt16LE(2, 32)
  out.writeUInt16LE(16, 34)
  out.write('data', 36)
  out.writeUInt32LE(n * 2, 40)
  for (let i = 0; i < n; i++) {
    const t = i / rate,
      edge = Math.min(1, t / 0.25) * Math.min(1, (seconds - t) / 0.8)
    out.writeInt16LE(Math.round(Math.tanh((mix[i] ?? 0) * 0.55) * edge * 8200), 44 + i * 2)
  }
  return out
}
