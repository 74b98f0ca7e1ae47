import { defineConfig } from 'vitest/config'

/**
 * Three things a default would get wrong here: most tests wait for processes and sockets, so every core is used; test files
 * share a process, because loading the hub and its twin anew for each costs more than most tests, and nothing in them lives
 * beside a hub; and browser tests come last, one file at a time, because each drives a whole Chromium and two of them starve
 * a two-core machine.
 */
export default defineConfig({
  test: {
    testTimeout: 20_000,
    hookTimeout: 30_000,
    maxWorkers: '100%',
    isolate: false,
    reporters: ['default'],
    globalSetup: 'test/templates.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
