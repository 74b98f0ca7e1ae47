/**
 * `npm run bench` runs every benchmark, `npm run bench -- pull` one of them. Figures move with what else the machine does:
 * compare within one run only.
 */
const benchmarks: Record<string, () => Promise<unknown>> = {
  start: () => import('./start.ts'),
  pull: () => import('./pull.ts'),
  preview: () => import('./preview.ts'),
  lint: () => import('./lint.ts'),
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(benchmarks, name))
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}.`)
  process.exitCode = 2
} else {
  for (const name of wanted.length > 0 ? wanted : Object.keys(benchmarks)) await benchmarks[name]?.()
}
