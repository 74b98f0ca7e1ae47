import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Beside each script and sheet its gzip, a third of the size, so that the hub only has to hand it out. */
function gzipAssets(): Plugin {
  return {
    name: 'gzip-assets',
    async writeBundle({ dir = '' }) {
      const assets = path.join(dir, 'assets')
      const texts = (await readdir(assets)).filter((name) => /\.(js|css)$/.test(name))
      await Promise.all(
        texts.map(async (name) => {
          const file = path.join(assets, name)
          const packed = await promisify(gzip)(await readFile(file), { level: constants.Z_BEST_COMPRESSION })
          await writeFile(`${file}.gz`, packed)
        }),
      )
    },
  }
}

/** The browser application: built into `dist/web`, where the hub serves it; `vite dev` passes `/api` to a running hub. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), gzipAssets()],
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
