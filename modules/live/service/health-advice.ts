// What is wrong with a picture that arrives, in the anchor's words, and what to change in OBS. Why here: an engine measures and names a
// code; what a person does about it is the platform's knowledge (figures: OBS and x264's own settings, our edge's limits).
import type { Localized } from '#kernel/text'
import type { HealthAdvice } from '#platform/live-engine'

type Advice = { what: Localized; change: Localized }

const ADVICE: Record<HealthAdvice, Advice> = {
  keyFrameTooFar: {
    what: {
      zh: '关键帧间隔太长，观众进房要等很久才有画面',
      en: 'Key frames are too far apart: viewers wait for their first picture',
    },
    change: {
      zh: 'OBS → 设置 → 输出 → 串流：关键帧间隔改为 1–2 秒（不要用 0／自动）',
      en: 'OBS → Settings → Output → Streaming: key-frame interval 1–2 s, not 0 or auto',
    },
  },
  bFrames: {
    what: {
      zh: '编码带 B 帧，延迟变大，连麦和低延迟播放不可用',
      en: 'The encoder uses B-frames: more delay, and no co-hosting',
    },
    change: {
      zh: 'OBS → 输出：B 帧数（bf）设为 0；x264 的调优（Tune）选 zerolatency',
      en: 'OBS → Output: B-frames (bf) 0; with x264 set Tune to zerolatency',
    },
  },
  bitrateLow: {
    what: { zh: '视频码率偏低，画面会糊', en: 'The video bitrate is low: the picture is soft' },
    change: {
      zh: 'OBS → 输出：码率设为 2000–4000 Kbps（CBR），并确认上行带宽够用',
      en: 'OBS → Output: 2,000–4,000 Kbps (CBR); check that your upload line carries it',
    },
  },
  bitrateHigh: {
    what: {
      zh: '视频码率过高，网络差的观众会卡顿',
      en: 'The video bitrate is high: viewers on slow lines will stutter',
    },
    change: {
      zh: 'OBS → 输出：码率降到 2000–4000 Kbps（CBR）',
      en: 'OBS → Output: bring it down to 2,000–4,000 Kbps (CBR)',
    },
  },
  noAudio: {
    what: { zh: '没有收到声音', en: 'No sound arrives' },
    change: {
      zh: 'OBS → 混音器：确认麦克风没有静音、设备选对；音频编码用 AAC',
      en: 'OBS → Audio mixer: microphone not muted and the right device; encode as AAC',
    },
  },
  noVideo: {
    what: { zh: '没有收到画面', en: 'No picture arrives' },
    change: {
      zh: 'OBS → 来源：确认摄像头已启用；视频编码用 H.264',
      en: 'OBS → Sources: the camera is on; encode as H.264',
    },
  },
  tooLarge: {
    what: {
      zh: '画面尺寸过大，多数手机播不动',
      en: 'The picture is too large for most phones',
    },
    change: {
      zh: 'OBS → 设置 → 视频：输出分辨率改为 720×1280（竖屏）或 1280×720',
      en: 'OBS → Settings → Video: output resolution 720×1280 (portrait) or 1280×720',
    },
  },
  frameRateLow: {
    what: { zh: '帧率偏低，画面不流畅', en: 'The frame rate is low: movement is not smooth' },
    change: {
      zh: 'OBS → 设置 → 视频：帧率设为 25–30；若右下角提示丢帧，请关掉占用 CPU 的程序',
      en: 'OBS → Settings → Video: 25–30 fps; if OBS reports dropped frames, close what uses the CPU',
    },
  },
  clockJumped: {
    what: {
      zh: '画面的时间戳跳变，观众可能看到跳帧',
      en: 'The timestamps jumped: viewers may see the picture jump',
    },
    change: {
      zh: '停止串流，等几秒后重新开始；若反复出现，请重启 OBS',
      en: 'Stop streaming, wait some seconds, start again; if it comes back, restart OBS',
    },
  },
}

/** A browser chooses these itself, by what its line carries: there is nothing to set, only a better line. */
const BROWSERS_OWN: ReadonlySet<HealthAdvice> = new Set([
  'bitrateLow',
  'frameRateLow',
  'keyFrameTooFar',
  'tooLarge',
])
const IN_A_BROWSER: Localized = {
  zh: '浏览器会按网速自动调节；换更快的上行网络，或改用 OBS',
  en: 'The browser sets this itself by what the line carries: use a faster one, or OBS',
}

export const adviceFor = (
  codes: readonly HealthAdvice[],
  protocol: 'rtmp' | 'whip',
): (Advice & { code: HealthAdvice })[] =>
  codes.map((code) => ({
    code,
    what: ADVICE[code].what,
    change: protocol === 'whip' && BROWSERS_OWN.has(code) ? IN_A_BROWSER : ADVICE[code].change,
  }))
