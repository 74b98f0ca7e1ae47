import { ActionIcon, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import type { MappingRow } from '../../../api/mappings/mapping-contract.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { metadataQuery } from './mapping-queries.ts'
import classes from './metadata-tree.module.css'
import { setNames, treeRows } from './tree-rows.ts'
import { TreeView } from './tree-view.tsx'
import { useOpenObjects } from './use-open-objects.ts'

interface MetadataTreeProps {
  /** Set of the mapping at hand, opened by itself. */
  set: string | null
  mappings: readonly MappingRow[]
  onInsert: (text: string) => void
}

/** Everything the 1C base publishes, by kinds, with attributes, sections and what references lead to. */
export function MetadataTree({ set, mappings, onInsert }: MetadataTreeProps) {
  const { data: tree, error, refetch, isFetching } = useQuery(metadataQuery)
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed)
  const [shown, setShown] = useState<string | null>(null)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const sets = useMemo(() => setNames(tree), [tree])
  if (set !== null && set !== shown && sets.has(set)) {
    setShown(set)
    setOpen(new Set([...open, set.slice(0, set.indexOf('_')), set]))
  }
  const objects = useOpenObjects(open)
  const usedBy = useMemo(() => usesOf(mappings), [mappings])
  const rows = useMemo(
    () => (tree ? treeRows({ tree, open, search, usedBy, objectOf: (name) => objects.get(name) }) : []),
    [tree, open, search, usedBy, objects],
  )
  const toggle = (id: string) =>
    setOpen((last) => {
      const next = new Set(last)
      if (!next.delete(id)) next.add(id)
      return next
    })

  if (error && !tree) return <FailureNote error={error} onRetry={refetch} busy={isFetching} />
  if (!tree) return <LoadingRows what="описание базы 1С" rows={12} />
  if (tree.reason !== null) {
    return (
      <EmptyNote title="Описание базы 1С недоступно.">
        {tree.reason} Когда 1С ответит, дерево появится: обновите страницу.
      </EmptyNote>
    )
  }
  return (
    <div className={classes.tree}>
      <TextInput
        className={classes.search}
        size="xs"
        placeholder="Найти объект 1С"
        aria-label="Найти объект 1С"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        leftSection={<IconSearch size={14} />}
        rightSection={
          typed && (
            <ActionIcon
              size="xs"
              variant="subtle"
              color="gray"
              aria-label="Очистить поиск"
              onClick={() => setTyped('')}
            >
              <IconX size={13} />
            </ActionIcon>
          )
        }
      />
      {rows.length === 0 ? (
        <p className={classes.nothing}>Ничего не нашлось. Если объект есть в 1С, проверьте состав интерфейса OData.</p>
      ) : (
        <TreeView rows={rows} first={shown} onToggle={toggle} onInsert={onInsert} />
      )}
    </div>
  )
}

function usesOf(mappings: readonly MappingRow[]): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, string[]>()
  for (const { source, file, state } of mappings)
    if (source && state !== 'absent') uses.set(source, [...(uses.get(source) ?? []), file])
  return uses
}
