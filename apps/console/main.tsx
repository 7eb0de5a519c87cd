// The desk, started: one app at work for merchant, creator, agency and operator.
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { useTranslation } from 'react-i18next'
import { followSystemTheme, loadChineseFont, ToastProvider, UiProvider } from '#app/ui'
import { queries } from './app/api.ts'
import { startI18n } from './app/i18n.ts'
import { SessionGate } from './app/session-gate.tsx'
import { router } from './router.tsx'
import '../ui/styles/desk.css'
import './styles/frame.css'
import './styles/pages.css'
import './styles/live.css'
import './styles/finance.css'

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
await startI18n()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
void loadChineseFont()
