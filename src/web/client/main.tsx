import './zod-without-eval.ts'
import './styles/mantine.ts'
import './styles/colours.css'
import './styles/global.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { printInLight } from './styles/print-in-light.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root to draw the application in')
printInLight()
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
