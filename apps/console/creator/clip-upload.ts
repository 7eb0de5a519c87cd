// A clip on its way to the server by tus: in pieces, on with the rest after a lost connection, a pause or a reload. After a
// reload the browser no longer has the file; choosing the same one again goes on where it stopped.
import { useEffect, useRef, useState } from 'react'
import { Upload, type DetailedError } from 'tus-js-client'
import { problemOf, readProblem, type ApiProblem } from '#app/client'
import { useLocale } from '#app/ui'
import { UPLOAD_PATH } from '#modules/media/contract'

const PIECE_BYTES = 8 * 1024 * 1024
const RETRIES_MS = [0, 1000, 3000, 5000, 10_000]

export type Sending =
  | { phase: 'idle' }
  | { phase: 'sending' | 'paused'; sent: number; total: number }
  | { phase: 'failed'; problem: ApiProblem }

const idOf = (url: string | null): string => url?.split('/').at(-1) ?? ''

/** `onStarted` once the server knows the upload; `onSent` when every byte is there and the file was accepted. */
export function useClipUpload(
  creatorId: string,
  on: { started: (uploadId: string) => void; sent: () => void },
) {
  const locale = useLocale()
  const [sending, setSending] = useState<Sending>({ phase: 'idle' })
  const upload = useRef<Upload | null>(null)
  useEffect(() => () => void upload.current?.abort(), [])

  async function start(file: File): Promise<void> {
    setSending({ phase: 'sending', sent: 0, total: file.size })
    const next = new Upload(file, {
      endpoint: UPLOAD_PATH,
      chunkSize: PIECE_BYTES,
      retryDelays: RETRIES_MS,
      metadata: { filename: file.name, creatorId },
      headers: { 'x-serendip-client': 'console/1', 'accept-language': locale === 'zh' ? 'zh-CN' : 'en' },
      removeFingerprintOnSuccess: true,
      onShouldRetry: (error) => {
        const status = (error as DetailedError).originalResponse?.getStatus() ?? 0
        return status === 0 || status === 409 || status >= 500
      },
      onUploadUrlAvailable: () => on.started(idOf(next.url)),
      onProgress: (sent, total) => setSending({ phase: 'sending', sent, total }),
      onError: (error) => {
        const response = (error as DetailedError).originalResponse
        const told = response ? readProblem(response.getStatus(), response.getBody()) : null
        setSending({ phase: 'failed', problem: told ?? problemOf(error, locale) })
      },
      onSuccess: () => {
        setSending({ phase: 'idle' })
        on.sent()
      },
    })
    upload.current = next
    const before = (await next.findPreviousUploads()).at(-1)
    if (before) next.resumeFromPreviousUpload(before)
    next.start()
  }

  return {
    sending,
    start: (file: File) => void start(file),
    pause(): void {
      void upload.current?.abort()
      setSending((s) => (s.phase === 'sending' ? { ...s, phase: 'paused' } : s))
    },
    resume(): void {
      setSending((s) => (s.phase === 'paused' ? { ...s, phase: 'sending' } : s))
      upload.current?.start()
    },
    /** Forgets it here; the server is told by whoever cancels. */
    stop(): void {
      void upload.current?.abort()
      upload.current = null
      setSending({ phase: 'idle' })
    },
  }
}
