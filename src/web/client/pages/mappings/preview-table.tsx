import { IconBraces } from '@tabler/icons-react'
import type { Cell, ModelField, Preview, Samples } from '../../../api/mappings/mapping-contract.ts'
import { cellText } from './cell-text.ts'
import classes from './preview-table.module.css'

interface PreviewTableProps {
  fields: readonly ModelField[]
  preview: Preview
  samples: Samples
  /** Rows without a change or an error are left out. */
  onlyChanged: boolean
  onRaw: (record: number) => void
  onField: (name: string) => void
}

/** Canonical fields down, records of 1C across: what each was and what it would be. */
export function PreviewTable({ fields, preview, samples, onlyChanged, onRaw, onField }: PreviewTableProps) {
  const { records, names } = preview
  const shown = fields.filter(({ name }) => !onlyChanged || records.some(({ cells }) => isTelling(cells[name])))
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col" className={classes.corner}>
              Поле
            </th>
            {samples.records.map(({ title }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: records of a sample have a place and nothing else of their own
              <th key={at} scope="col" title={title}>
                <span className={classes.record}>
                  <span className={classes.name}>{title}</span>
                  <button
                    type="button"
                    className={classes.raw}
                    aria-label={`Запись 1С: ${title}`}
                    title="Показать запись 1С"
                    onClick={() => onRaw(at)}
                  >
                    <IconBraces size={14} />
                  </button>
                </span>
                {records[at]?.skipped.after && <span className={classes.skipped}>не отбирается</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((field) => (
            <tr key={field.name}>
              <th scope="row" title={field.name}>
                <button type="button" className={classes.field} onClick={() => onField(field.name)}>
                  {field.title}
                </button>
              </th>
              <Cells
                field={field}
                pairs={samples.records.map((_, at) => records[at]?.cells[field.name])}
                names={names}
              />
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <p className={classes.nothing}>На этих записях ничего не меняется.</p>}
    </div>
  )
}

type Pair = Preview['records'][number]['cells'][string]

const isTelling = (pair: Pair | undefined): boolean => Boolean(pair && (pair.changed || pair.after?.error))

interface CellsProps {
  field: ModelField
  pairs: readonly (Pair | undefined)[]
  names: Preview['names']
}

function Cells({ field, pairs, names }: CellsProps) {
  const first = pairs[0]?.after?.error
  // What is wrong with the text is wrong with all of them: said once.
  if (first && pairs.length > 1 && pairs.every((pair) => pair?.after?.error === first)) {
    return (
      <td data-state="error" colSpan={pairs.length} title={first}>
        <span className={classes.value}>{first}</span>
      </td>
    )
  }
  return pairs.map((cell, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: records of a sample have a place and nothing else of their own
    <PreviewCell key={at} field={field} cell={cell} names={names} />
  ))
}

function PreviewCell({ field, cell, names }: { field: ModelField; cell: Pair | undefined; names: Preview['names'] }) {
  const now = cell?.after ?? cell?.before ?? null
  if (!now) return <td />
  const told = textOf(field, now, names)
  const was = cell?.changed && cell.before ? textOf(field, cell.before, names) : null
  const state = now.error !== null ? 'error' : was !== null ? 'changed' : cell?.after ? 'same' : 'before'
  return (
    <td data-state={state} title={was === null ? told : `Было: ${was}\nСтанет: ${told}`}>
      {was !== null && now.error === null && <del className={classes.was}>{was}</del>}
      <span className={classes.value}>{told}</span>
    </td>
  )
}

const textOf = (field: ModelField, { value, error }: Cell, names: Preview['names']): string =>
  error ?? cellText(field, value, names)
