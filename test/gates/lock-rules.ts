import { z } from 'zod'

const Entry = z.looseObject({
  version: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  link: z.boolean().optional(),
  inBundle: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
})

/** What this check reads of a package-lock.json. */
export const Lock = z.object({ packages: z.record(z.string(), Entry) })
export type Lock = z.infer<typeof Lock>

/**
 * What would make an installation from this lock differ between machines. An address ties it to one registry; a missing
 * platform package makes `npm ci` refuse the whole lock (npm/cli issues 9342 and 9846).
 */
export function checkLock(lock: Lock): string[] {
  return Object.entries(lock.packages).flatMap(([path, entry]) => {
    const ours = path === '' || entry.link
    return [
      ...(!ours && entry.resolved ? [`${path}: has a download address`] : []),
      ...(!ours && !entry.version ? [`${path}: has no version`] : []),
      ...(!ours && entry.version && !entry.integrity && !entry.inBundle ? [`${path}: has no integrity`] : []),
      ...Object.keys(entry.optionalDependencies ?? {})
        .filter((name) => !placesFor(path, name).some((place) => place in lock.packages))
        .map((name) => `${path || 'package.json'}: its optional ${name} is missing`),
    ]
  })
}

/** Where Node looks for a package from the folder `path`, nearest first. */
function placesFor(path: string, name: string): string[] {
  const folders = path === '' ? [] : path.split(/\/(?=node_modules\/)/)
  const above = folders.map((_, index) => folders.slice(0, folders.length - index).join('/'))
  return [...above.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`]
}
