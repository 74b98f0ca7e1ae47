import { chmodSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, it } from 'vitest'
import { checkout, environment, start, write } from './checkout.ts'

/** Runs .ci/run with an npm that leaves the given report where vitest would and ends with `exitCode`. */
async function ci(report: object | null, exitCode: number) {
  const root = checkout({ 'report.json': report ? JSON.stringify(report) : '' })
  write(root, {
    'bin/npm': `#!/bin/sh
      test "$1" = test || exit 9
      for argument; do case "$argument" in --outputFile.json=*) cp report.json "\${argument#*=}";; esac; done
      echo "CI=$CI"
      exit ${exitCode}`,
  })
  chmodSync(join(root, 'bin/npm'), 0o755)
  const env = environment()
  const { done } = start(join(root, '.ci/run'), [], {
    env: { ...env, PATH: `${join(root, 'bin')}${delimiter}${env.PATH}` },
  })
  const { code, stdout } = await done
  const lines = stdout.trimEnd().split('\n')
  return { code, last: lines.at(-1), lines }
}

const passed = { status: 'passed', assertionResults: [{ status: 'passed' }] }

it('ends with how many passed', async () => {
  const outcome = await ci({ numPassedTests: 12, numFailedTests: 0, testResults: [passed] }, 0)
  expect(outcome).toMatchObject({ code: 0, last: '12 passed, 0 failed' })
})

it('asks the tests not to skip what is missing', async () => {
  expect((await ci({ numPassedTests: 1 }, 0)).lines).toContain('CI=true')
})

it('ends with how many failed, and fails', async () => {
  const failed = { status: 'failed', assertionResults: [{ status: 'failed' }] }
  const outcome = await ci({ numPassedTests: 11, numFailedTests: 1, testResults: [passed, failed] }, 1)
  expect(outcome).toMatchObject({ code: 1, last: '11 passed, 1 failed' })
})

it('counts a file that could not be loaded as a failure', async () => {
  const broken = { status: 'failed', assertionResults: [] }
  const outcome = await ci({ numPassedTests: 5, numFailedTests: 0, testResults: [passed, broken] }, 1)
  expect(outcome).toMatchObject({ code: 1, last: '5 passed, 1 failed' })
})

it('counts what failed before the tests could start', async () => {
  expect(await ci(null, 2)).toMatchObject({ code: 1, last: '0 passed, 1 failed' })
})

it('counts an error outside the tests', async () => {
  const outcome = await ci({ numPassedTests: 5, numFailedTests: 0, testResults: [passed] }, 1)
  expect(outcome).toMatchObject({ code: 1, last: '5 passed, 1 failed' })
})
