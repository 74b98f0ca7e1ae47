import { Button, NativeSelect } from '@mantine/core'
import { IconFilter, IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import type { UnitKind } from '../../../../model/unit.ts'
import { formatNumber } from '../../format/number.ts'
import { plural } from '../../format/plural.ts'
import { kindWords } from '../../format/unit-words.ts'
import { type RoomKey, roomKeys } from './board-filter.ts'
import { type BoardSearch, emptyFilter, toggleInList } from './board-search.ts'
import classes from './filter-bar.module.css'
import { RangeField } from './range-field.tsx'

interface FilterBarProps {
  search: BoardSearch
  kinds: readonly UnitKind[]
  total: number
  /** How many units pass; null when nothing is filtered. */
  matched: number | null
  onChange: (change: BoardSearch) => void
}

const roomWords: Record<RoomKey, string> = { s: 'Ст', 1: '1к', 2: '2к', 3: '3к', 4: '4к+' }

/** Narrows the board down; what does not match is dimmed, not hidden. On a phone the fields open on demand. */
export function FilterBar({ search, kinds, total, matched, onChange }: FilterBarProps) {
  const [isOpen, setOpen] = useState(false)
  const rooms = new Set(search.rooms?.split(','))
  return (
    <search className={classes.bar}>
      <Button
        className={classes.toggle}
        variant="default"
        leftSection={<IconFilter size={15} />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        Отбор
      </Button>
      <div className={classes.fields} data-open={isOpen}>
        <fieldset className={classes.rooms}>
          <legend className="visually-hidden">Комнат</legend>
          {roomKeys.map((key) => (
            <button
              key={key}
              type="button"
              className={classes.room}
              aria-pressed={rooms.has(key)}
              onClick={() => onChange({ rooms: toggleInList(search.rooms, key) })}
            >
              {roomWords[key]}
            </button>
          ))}
        </fieldset>
        <NativeSelect
          size="xs"
          aria-label="Вид помещения"
          data={[
            { value: '', label: 'Любой вид' },
            ...kinds.map((kind) => ({ value: kind, label: kindWords[kind].many })),
          ]}
          value={search.kind ?? ''}
          onChange={(event) => onChange({ kind: event.currentTarget.value || undefined })}
        />
        <RangeField
          label="Площадь, м²"
          from={search.areaFrom}
          to={search.areaTo}
          onChange={({ from, to }) => onChange({ areaFrom: from, areaTo: to })}
        />
        <RangeField
          label="Цена, млн ₽"
          from={search.priceFrom}
          to={search.priceTo}
          onChange={({ from, to }) => onChange({ priceFrom: from, priceTo: to })}
        />
      </div>
      <p className={classes.count} role="status">
        {matched === null ? (
          <>Всего {plural(total, ['помещение', 'помещения', 'помещений'])}</>
        ) : (
          <>
            Подходит <strong>{formatNumber(matched)}</strong> из {formatNumber(total)}
          </>
        )}
      </p>
      {matched !== null && (
        <Button variant="subtle" onClick={() => onChange(emptyFilter)}>
          Сбросить
        </Button>
      )}
      <Button
        className={classes.print}
        variant="default"
        leftSection={<IconPrinter size={15} />}
        title="На один лист А3"
        onClick={() => window.print()}
      >
        Печать
      </Button>
    </search>
  )
}
