// A render every so often, for clocks; and the platform's time in milliseconds.
import { useEffect, useState } from 'react'
import { useNow } from '#app/ui'

export function useTick(everyMs = 1_000): number {
  const [, again] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => again((n) => n + 1), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return useNow().getTime()
}
