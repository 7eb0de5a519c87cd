// The design system's door. Importing it brings the styles; fonts for Chinese come with `loadChineseFont()` after first paint.
import '@fontsource-variable/inter/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/components.css'

export { Avatar, Badge, Stepper, Tag, type Tone } from './components/bits.tsx'
export { Button, buttonClass, IconButton, type ButtonLook } from './components/button.tsx'
export { Checkbox, Field, Input, Select, Switch, Textarea } from './components/field.tsx'
export { Count, DateTime, Money, Price } from './components/figures.tsx'
export { MoneyInput } from './components/money-input.tsx'
export { PlatformClock, UiProvider, useLocale, useNow, useText } from './components/provider.tsx'
export { DropMenu } from './components/menu.tsx'
export { Dialog, Sheet } from './components/sheet.tsx'
export { DataTable, type Column } from './components/data-table.tsx'
export { Breakdown, KeyValue, Panel, Timeline, type Fact, type TimelineStep } from './components/facts.tsx'
export { FileDrop } from './components/file-drop.tsx'
export { FunnelBars, type FunnelStep } from './components/funnel-bars.tsx'
export { Delta, Hint, Sparkline, Tile, type ChartTone } from './components/tile.tsx'
export {
  EmptyState,
  ErrorState,
  InlineError,
  Loading,
  Skeleton,
  type ProblemLike,
} from './components/states.tsx'
export { clockOf, SecondCurve, type CurvePoint } from './components/second-curve.tsx'
export { Spinner } from './components/spinner.tsx'
export { Segmented, Tabs } from './components/tabs.tsx'
export { ToastProvider, useToast, type ToastInput } from './components/toast.tsx'
export * from './format.ts'
export { formatPlace } from './places.ts'
export { applyTheme, followSystemTheme, readTheme, type Theme } from './theme.ts'
export type { Locale } from './words.ts'

export const loadChineseFont = (): Promise<unknown> => import('./styles/fonts.css')
