import { IconChevronDown, IconChevronRight, IconCornerDownRight } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { TreeRow } from './tree-rows.ts'
import classes from './tree-view.module.css'

const rowHeight = 26

interface TreeViewProps {
  rows: readonly TreeRow[]
  /** Line to show when it changes. */
  first: string | null
  onToggle: (id: string) => void
  onInsert: (text: string) => void
}

/** The lines of the tree that are in sight, and the keyboard for all of them. */
export function TreeView({ rows, first, onToggle, onInsert }: TreeViewProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => rows[index]?.id ?? index,
  })
  const showFirst = useEffectEvent(() => {
    const place = rows.findIndex(({ id }) => id === first)
    if (place >= 0) virtual.scrollToIndex(Math.max(0, place - 1), { align: 'start' })
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another object is what it waits for
  useEffect(() => showFirst(), [first])
  const move = (to: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, to))
    setAt(next)
    virtual.scrollToIndex(next)
  }
  const onKey = (event: KeyboardEvent) => {
    const row = rows[at]
    const acts: Record<string, () => void> = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      ArrowRight: () => row?.canOpen && !row.isOpen && onToggle(row.id),
      ArrowLeft: () =>
        row?.isOpen ? onToggle(row.id) : move(rows.findLastIndex((one, n) => n < at && one.depth < (row?.depth ?? 0))),
      Enter: () => (row?.insert ? onInsert(row.insert) : row && onToggle(row.id)),
      ' ': () => row?.canOpen && onToggle(row.id),
    }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  return (
    <div
      ref={scroller}
      className={classes.rows}
      role="tree"
      aria-label="Объекты базы 1С"
      aria-activedescendant={`tree-${at}`}
      tabIndex={0}
      onKeyDown={onKey}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          return (
            row && (
              <Row
                key={row.id}
                id={`tree-${index}`}
                row={row}
                top={start}
                isActive={index === at}
                onPick={() => {
                  setAt(index)
                  if (row.kind === 'attribute' && row.insert) onInsert(row.insert)
                  else if (row.canOpen) onToggle(row.id)
                }}
                onToggle={() => onToggle(row.id)}
                onInsert={onInsert}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

interface RowProps {
  id: string
  row: TreeRow
  top: number
  isActive: boolean
  onPick: () => void
  onToggle: () => void
  onInsert: (text: string) => void
}

/** The keyboard is the tree's as a whole: its lines come and go with scrolling. */
function Row({ id, row, top, isActive, onPick, onToggle, onInsert }: RowProps) {
  const Chevron = row.isOpen ? IconChevronDown : IconChevronRight
  return (
    <div
      id={id}
      className={classes.row}
      data-kind={row.kind}
      data-active={isActive}
      data-used={row.usedBy.length > 0}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-expanded={row.canOpen ? row.isOpen : undefined}
      aria-selected={isActive}
      tabIndex={-1}
      style={{ transform: `translateY(${top}px)`, height: rowHeight, paddingLeft: 4 + row.depth * 14 }}
      title={titleOf(row)}
      onClick={onPick}
      onKeyDown={undefined}
    >
      {row.canOpen ? (
        <button
          type="button"
          tabIndex={-1}
          className={classes.chevron}
          aria-label={row.isOpen ? 'Свернуть' : 'Развернуть'}
          onClick={(event) => {
            event.stopPropagation()
            onToggle()
          }}
        >
          <Chevron size={14} />
        </button>
      ) : (
        <span className={classes.chevron} />
      )}
      <span className={classes.title}>{row.title}</span>
      <span className={classes.note}>{row.kind === 'object' ? '' : row.note}</span>
      {row.insert && row.kind !== 'attribute' && (
        <button
          type="button"
          tabIndex={-1}
          className={classes.insert}
          aria-label={`Вставить ${row.insert}`}
          title={`Вставить ${row.insert}`}
          onClick={(event) => {
            event.stopPropagation()
            onInsert(row.insert ?? '')
          }}
        >
          <IconCornerDownRight size={14} />
        </button>
      )}
      {row.usedBy.length > 0 && <span className={classes.dot} />}
    </div>
  )
}

function titleOf({ insert, kind, usedBy, note }: TreeRow): string | undefined {
  if (kind === 'object') return usedBy.length > 0 ? `${note}\nИспользуется: ${usedBy.join(', ')}` : note
  if (kind === 'attribute') return `${insert}\n${note}. Нажмите, чтобы вставить`
  return insert ?? undefined
}
