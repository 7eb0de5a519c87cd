// Light, dark, or as the system says. Before this runs only the canvas is painted, in the system's own shade.
export type Theme = 'system' | 'light' | 'dark'

const KEY = 'serendip.theme'
const dark = () => matchMedia('(prefers-color-scheme: dark)')

export function readTheme(): Theme {
  const kept = localStorage.getItem(KEY)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, theme)
  show(theme)
}

/** Keeps following the system while no choice was made; call once at start. */
export function followSystemTheme(): void {
  show(readTheme())
  dark().addEventListener('change', () => show(readTheme()))
}

function show(theme: Theme): void {
  const isDark = theme === 'dark' || (theme === 'system' && dark().matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
}
