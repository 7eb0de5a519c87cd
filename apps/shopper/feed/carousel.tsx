// Pictures side by side: swiped with a finger, moved with the arrow keys or the buttons.
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '#app/ui'

type Picture = { url: string; width?: number; height?: number }
type CarouselProps = {
  pictures: readonly Picture[]
  alt: string
  eager?: boolean
  active?: boolean
  className?: string
}

export function Carousel({ pictures, alt, eager = false, active = true, className }: CarouselProps) {
  const { t } = useTranslation()
  const strip = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const many = pictures.length > 1
  const go = (to: number) =>
    strip.current?.scrollTo({ left: to * strip.current.clientWidth, behavior: 'smooth' })
  const step = useRef((by: number) => go(at + by))
  step.current = (by) => go(Math.min(pictures.length - 1, Math.max(0, at + by)))

  useEffect(() => {
    if (!active || !many) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'ArrowLeft') step.current(-1)
      if (event.key === 'ArrowRight') step.current(1)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [active, many])

  return (
    <div
      className={`carousel ${className ?? ''}`}
      role="group"
      aria-roledescription={t('carousel.role')}
      aria-label={alt}
    >
      <div
        ref={strip}
        className="carousel-strip"
        tabIndex={many ? 0 : undefined}
        onScroll={(e) =>
          setAt(Math.round(e.currentTarget.scrollLeft / Math.max(1, e.currentTarget.clientWidth)))
        }
      >
        {pictures.map((p, i) => (
          <img
            key={p.url}
            src={p.url}
            alt={many ? t('carousel.picture', { alt, n: i + 1, total: pictures.length }) : alt}
            width={p.width}
            height={p.height}
            loading={eager && i === 0 ? 'eager' : 'lazy'}
            decoding="async"
            draggable={false}
          />
        ))}
      </div>
      {many ? (
        <>
          <IconButton
            icon={ChevronLeft}
            label={t('carousel.previous')}
            className="carousel-button carousel-previous"
            disabled={at === 0}
            onClick={() => step.current(-1)}
          />
          <IconButton
            icon={ChevronRight}
            label={t('carousel.next')}
            className="carousel-button carousel-next"
            disabled={at === pictures.length - 1}
            onClick={() => step.current(1)}
          />
          <div className="carousel-dots" aria-hidden>
            {pictures.map((p, i) => (
              <i key={p.url} className={i === at ? 'on' : ''} />
            ))}
          </div>
        </>
      ) : null}
    </div>
  )
}
