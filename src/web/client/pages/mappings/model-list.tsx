import { IconAlertCircle } from '@tabler/icons-react'
import type { ModelField, Preview } from '../../../api/mappings/mapping-contract.ts'
import classes from './model-list.module.css'

interface ModelListProps {
  fields: readonly ModelField[]
  /** Undefined while it is on its way. */
  mapped: Preview['fields'] | undefined
  onOpen: (place: Preview['fields'][number]) => void
  /** For a field that nothing fills yet. */
  onAdd: (field: ModelField) => void
}

/** The fields of the entity: what each is, what fills it, what is still missing. */
export function ModelList({ fields, mapped, onOpen, onAdd }: ModelListProps) {
  const places = new Map(mapped?.map((place) => [place.name, place]))
  return (
    <ul className={classes.list}>
      {fields.map((field) => {
        const place = places.get(field.name)
        const isMissing = mapped !== undefined && !place && field.required
        return (
          <li key={field.name}>
            <button
              type="button"
              className={classes.field}
              data-state={place ? 'mapped' : isMissing ? 'missing' : mapped ? 'free' : 'unknown'}
              title={hintOf(field, place?.from)}
              onClick={() => (place ? onOpen(place) : onAdd(field))}
            >
              <span className={classes.head}>
                <span className={classes.title}>{field.title}</span>
                {isMissing && <IconAlertCircle size={14} aria-label="Нужно заполнить" />}
                <span className={classes.kind}>{field.kind}</span>
              </span>
              <span className={classes.from}>
                {place ? place.from || '…' : isMissing ? 'нужно указать' : mapped ? 'не заполняется' : '…'}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function hintOf(field: ModelField, from: string | undefined): string {
  const options = field.options?.map(({ value, title }) => `${value} — ${title}`).join('\n')
  const rows = field.fields?.map(({ name, title }) => `${name} — ${title}`).join('\n')
  return [
    `${field.name}: ${field.kind}${field.required ? ', обязательно' : ''}`,
    options && `Бывает:\n${options}`,
    rows && `Колонки:\n${rows}`,
    from === undefined ? 'Нажмите, чтобы добавить в текст' : 'Нажмите, чтобы перейти к строке',
  ]
    .filter(Boolean)
    .join('\n')
}
