import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from './report.mjs'

/**
 * The oldest Node that runs TypeScript unbuilt and has the database driver's binary; the same as `engines` in
 * package.json.
 */
export const neededNode = '22.18'

/** Whether a version such as `20.20.2` is `major.minor` or newer. */
export function isAtLeast(version, minimum) {
  const [major, minor] = version.split('.').map(Number)
  const [leastMajor, leastMinor] = minimum.split('.').map(Number)
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}

/** Path of the Node that came with the packages, or null on a platform without one or before the installation. */
export function bundledNode(root) {
  const path = join(root, 'node_modules', '.bin', 'node')
  return existsSync(path) ? path : null
}

/** Path of a Node that can run the project's own tools. */
export function toolNode(root) {
  const path = bundledNode(root) ?? (isAtLeast(process.versions.node, neededNode) ? process.execPath : null)
  if (path) return path
  throw new Problem(
    `there is no Node for ${process.platform}-${process.arch} among the packages; ` +
      `install Node ${neededNode} or newer, this is ${process.versions.node}`,
  )
}
