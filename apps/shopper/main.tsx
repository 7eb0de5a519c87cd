// The shopper's app, started.
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { useTranslation } from 'react-i18next'
import { followSystemTheme, loadChineseFont, ToastProvider, UiProvider } from '#app/ui'
import { queries } from './app/api.ts'
import { startI18n } from './app/i18n.ts'
import { askWhoItIs, SessionGate } from './app/session.tsx'
import { flushOnLeave } from './feed/feeds.ts'
import { unmuteOnFirstGesture } from './feed/playback.ts'
import { router } from './router.tsx'
import './styles/app.css'
import './styles/feed.css'
import './styles/pages.css'
import './styles/live.css'

function App() {
  const { i18n } = useTranslation()
  return (
    <UiProvider locale={i18n.language === 'en' ? 'en' : 'zh'}>
      <ToastProvider>
        <QueryClientProvider client={queries}>
          <SessionGate>
            <RouterProvider router={router} />
          </SessionGate>
        </QueryClientProvider>
      </ToastProvider>
    </UiProvider>
  )
}

followSystemTheme()
flushOnLeave()
unmuteOnFirstGesture()
askWhoItIs()
await startI18n()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
void loadChineseFont()
