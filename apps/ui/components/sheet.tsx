// A sheet slides over what was there, leaves it running and slides away again; Dialog is the small one in the middle. Both
// trap focus and close on Esc, on the ground behind and on the cross. The scrim is our own: Radix's injects a <style> element, which the
// Content-Security-Policy refuses.
import { ChevronLeft, X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { useWords } from './provider.tsx'

type SheetProps = {
  open: boolean
  onClose: () => void
  title: ReactNode
  /** `auto`: from below on a phone, from the right from 1024 px on. */
  side?: 'auto' | 'bottom' | 'right'
  /** Full height from the start, so that content arriving late does not move it. */
  tall?: boolean
  /** Shows a back arrow instead of nothing on the left. */
  onBack?: () => void
  /** Stays at the bottom while the rest scrolls. */
  footer?: ReactNode
  className?: string
  children: ReactNode
}

export function Sheet({
  open,
  onClose,
  title,
  side = 'auto',
  tall = false,
  onBack,
  footer,
  className,
  children,
}: SheetProps) {
  const w = useWords()
  const { shown, leave, ...focus } = useLeaving(open, onClose)
  return (
    <Radix.Root open={shown} onOpenChange={leave}>
      <Radix.Portal>
        <div className={`scrim scrim-${side}`} data-state={shown ? 'open' : 'closed'} aria-hidden />
        <Radix.Content
          className={`sheet sheet-${side} ${tall ? 'sheet-tall' : ''} ${className ?? ''}`}
          aria-describedby={undefined}
          {...focus}
          onInteractOutside={keepOpenForToasts}
        >
          <header className="sheet-head">
            {onBack ? <IconButton icon={ChevronLeft} label={w.back} onClick={onBack} /> : null}
            <Radix.Title className="sheet-title">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton icon={X} label={w.close} />
            </Radix.Close>
          </header>
          <div className="sheet-body">{children}</div>
          {footer ? <footer className="sheet-foot">{footer}</footer> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

type DialogProps = {
  open: boolean
  onClose: () => void
  title: string
  children?: ReactNode
  actions: ReactNode
}

/** A question before something that cannot be taken back; `actions` are its buttons, the safe one first. */
export function Dialog({ open, onClose, title, children, actions }: DialogProps) {
  const { shown, leave, ...focus } = useLeaving(open, onClose)
  return (
    <Radix.Root open={shown} onOpenChange={leave}>
      <Radix.Portal>
        <div className="scrim scrim-dialog" data-state={shown ? 'open' : 'closed'} aria-hidden />
        <Radix.Content
          className="dialog"
          aria-describedby={undefined}
          {...focus}
          onInteractOutside={keepOpenForToasts}
        >
          <Radix.Title className="dialog-title">{title}</Radix.Title>
          <div className="dialog-body">{children}</div>
          <footer className="dialog-foot">{actions}</footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/**
 * Closing plays first and is told afterwards, because the owner takes the whole sheet away when it hears of it. Focus: on
 * opening, the sheet itself rather than its cross: a reader starts with the title, and nobody sees a ring they did not ask
 * for. On closing, whatever opened it.
 */
function useLeaving(open: boolean, onClose: () => void) {
  const opener = useRef<Element | null>(null)
  const [leaving, setLeaving] = useState(false)
  useEffect(() => {
    if (!open) setLeaving(false)
  }, [open])
  return {
    shown: open && !leaving,
    leave: () => setLeaving(true),
    onOpenAutoFocus(event: Event) {
      event.preventDefault()
      opener.current = document.activeElement
      if (!(event.currentTarget instanceof HTMLElement)) return
      // A form that is opened to be written in is written in at once; under a finger that would raise the keyboard over it.
      const first = matchMedia('(pointer: fine)').matches
        ? event.currentTarget.querySelector<HTMLElement>('[data-write] :is(input, textarea)')
        : null
      ;(first ?? event.currentTarget).focus()
    },
    onCloseAutoFocus(event: Event) {
      event.preventDefault()
      if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true })
      if (leaving) onClose()
    },
  }
}

function keepOpenForToasts(event: Event): void {
  if (event.target instanceof Element && event.target.closest('.toasts')) event.preventDefault()
}
