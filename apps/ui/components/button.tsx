// Buttons. A page has one `primary`; links that look like a button take `buttonClass`.
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { Spinner } from './spinner.tsx'

export type ButtonLook = {
  /** primary: rose, the one strong action · secondary: outlined · soft: plum tint · ghost: text only · danger: destructive. */
  variant?: 'primary' | 'secondary' | 'soft' | 'ghost' | 'danger'
  size?: 's' | 'm' | 'l'
  block?: boolean
}

export const buttonClass = ({ variant = 'secondary', size = 'm', block = false }: ButtonLook = {}): string =>
  `button button-${variant} button-size-${size}${block ? ' button-block' : ''}`

type ButtonProps = ComponentProps<'button'> &
  ButtonLook & { icon?: LucideIcon; loading?: boolean; children: ReactNode }

export function Button({
  variant,
  size,
  block,
  icon: Icon,
  loading = false,
  className,
  children,
  disabled,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`${buttonClass({ variant, size, block })} ${className ?? ''}`}
      disabled={disabled}
      // Busy, it takes no press but keeps the focus: a disabled button would drop the keyboard at the top of the page.
      aria-disabled={loading || undefined}
      aria-busy={loading || undefined}
      onClick={(event) => {
        if (loading) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {loading ? <Spinner /> : Icon ? <Icon size={18} aria-hidden /> : null}
      <span>{children}</span>
    </button>
  )
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label' | 'children'> & {
  icon: LucideIcon
  /** Read aloud and shown on hover. */
  label: string
  size?: number
  filled?: boolean
}

/** 44 px to touch, whatever the icon's size. */
export const IconButton = ({
  icon: Icon,
  label,
  size = 22,
  filled = false,
  className,
  ...rest
}: IconButtonProps) => (
  <button
    type="button"
    {...rest}
    aria-label={label}
    title={label}
    className={`icon-button ${className ?? ''}`}
  >
    <Icon size={size} fill={filled ? 'currentColor' : 'none'} aria-hidden />
  </button>
)
