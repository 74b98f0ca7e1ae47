import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The browser application: built into `dist/web`, where the hub serves it; `vite dev` passes `/api` to a running hub. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  build: {
    outDir: path.resolve(import.meta.dirname, '../../../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: {
      // One chunk for zod and its switch (zod-without-eval.ts), which has to be thrown before the first schema is made.
      output: { codeSplitting: { groups: [{ name: 'zod', test: /[\\/]zod/ }] } },
      // Mantine ships "use client" directives that mean nothing here; a warning per module would bury a real one.
      onLog: (level, log, show) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && show(level, log),
    },
  },
})
