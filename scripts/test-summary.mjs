/**
 * Prints `N passed, N failed` from vitest's JSON report and ends with 1 when anything failed. Usage: test-summary.mjs
 * <report> <exit code of the test run>. An empty report means that the run stopped before the tests (types, lint,
 * unused code), a failure of its own.
 */
import { readFileSync } from 'node:fs'

const [reportPath, exitCode] = process.argv.slice(2)
const text = readFileSync(reportPath, 'utf8')
const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = text ? JSON.parse(text) : {}

const brokenFiles = testResults.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
).length
const failed = Math.max(numFailedTests + brokenFiles, exitCode === '0' ? 0 : 1)

console.log(`${numPassedTests} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
