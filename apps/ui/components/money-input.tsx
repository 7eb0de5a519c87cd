// An amount typed in yuan, kept in minor units as the wire wants it.
import { useEffect, useState } from 'react'
import { readYuan, writeYuan } from '../yuan.ts'
import { Input } from './field.tsx'

type MoneyFieldProps = {
  minor: string | null
  onChange: (minor: string | null) => void
  'aria-label'?: string
  disabled?: boolean
}

/** `onChange(null)` while the text is empty or not an amount. */
export function MoneyInput({ minor, onChange, ...rest }: MoneyFieldProps) {
  const [text, setText] = useState(() => writeYuan(minor))
  useEffect(() => setText((shown) => (readYuan(shown) === minor ? shown : writeYuan(minor))), [minor])
  return (
    <span className="money-input">
      <i aria-hidden>¥</i>
      <Input
        {...rest}
        inputMode="decimal"
        value={text}
        onChange={(e) => {
          setText(e.target.value)
          onChange(readYuan(e.target.value))
        }}
      />
    </span>
  )
}
