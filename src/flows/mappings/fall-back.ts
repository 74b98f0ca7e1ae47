import type { Hub } from '../../context.ts'
import { readMappingFiles } from '../../mappings.ts'
import { versionsBefore } from '../../store/mapping-versions.ts'
import { diskAuthor, tellHeld } from './adopt-folder.ts'
import { changedFiles, errorsIn } from './changed-files.ts'
import { settleFiles } from './settle-files.ts'
import { takeIntoUse } from './take-into-use.ts'

/**
 * Files edited while the hub did not run are taken into use before anybody can ask 1C whether it knows the names in them. When
 * it does not, and did know those of the text before, that text is in use again and the edit waits for its person.
 */
export async function fallBack(hub: Hub): Promise<void> {
  await hub.mappings.alone(async () => {
    const [last, previous] = await versionsBefore(hub.db, null, 2)
    if (!last || !previous || last.author !== diskAuthor) return
    const { files: before } = hub.mappings
    const broken = errorsIn(hub.mappings, last.changed).map(({ file }) => file)
    if (broken.length === 0 || changedFiles(before, last.files).length > 0) return
    const disk = readMappingFiles(hub.config.mappings)
    if (changedFiles(disk, before).some((name) => broken.includes(name))) return
    const good = Object.fromEntries(
      Object.entries({ ...before, ...Object.fromEntries(broken.map((name) => [name, previous.files[name]])) }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    )
    if (errorsIn(hub.mappings.compile(good), broken).length > 0) return
    const { files, held } = settleFiles(hub.mappings, disk, good, hub.mappings.held, hub.now().toISOString())
    for (const one of held) await tellHeld(hub, one)
    await takeIntoUse(
      hub,
      { before, files, cases: {}, held, from: 'folder' },
      {
        author: diskAuthor,
        comment: 'Правка на диске не подошла к базе 1С: работает прежний текст',
        effect: null,
        rolledBackTo: previous.id,
      },
    )
  })
}
