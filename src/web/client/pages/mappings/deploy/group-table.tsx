import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Group } from '../../../../api/mappings/deploy-contract.ts'
import { formatNumber } from '../../../format/number.ts'
import table from '../../../parts/table.module.css'
import classes from './group-table.module.css'

const short = 5

/** One kind of difference: how many, and the first of them before and after. */
export function GroupTable({ title, group }: { title: string; group: Group }) {
  const [isWhole, setWhole] = useState(false)
  const { count, examples } = group
  const shown = isWhole ? examples : examples.slice(0, short)
  return (
    <section aria-label={title}>
      <h3 className={classes.title}>
        {title} <span className={classes.count}>{formatNumber(count)}</span>
      </h3>
      <table className={`${table.table} ${classes.table}`}>
        <thead>
          <tr>
            <th className={classes.label}>Запись</th>
            <th>Сейчас</th>
            <th>Станет</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ ref, label, before, after }) => (
            <tr key={ref}>
              <td title={label}>{label}</td>
              <td className={classes.value} title={before}>
                {before}
              </td>
              <td className={classes.value} title={after}>
                {after}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {(examples.length > short || count > examples.length) && (
        <p className={table.more}>
          {examples.length > short && (
            <Button variant="subtle" size="compact-sm" onClick={() => setWhole(!isWhole)}>
              {isWhole ? 'Свернуть' : `Показать ${formatNumber(examples.length)}`}
            </Button>
          )}
          {count > examples.length && `Показаны первые ${formatNumber(examples.length)} из ${formatNumber(count)}.`}
        </p>
      )}
    </section>
  )
}
