import type { Certificate } from '../../../api/contract.ts'
import { empty } from '../../format/empty.ts'
import { formatNumber } from '../../format/number.ts'
import { Panel } from '../../parts/panel.tsx'
import table from '../../parts/table.module.css'
import classes from './figures-table.module.css'

type Figure = Certificate['figures'][number]

/** How much of each thing there is on both sides, and how much of it differs. */
export function FiguresTable({ figures }: { figures: Figure[] }) {
  return (
    <Panel title="Что сверено" note="В 1С и в хабе считаются записи, не помеченные на удаление">
      <table className={table.table}>
        <thead>
          <tr>
            <th>Записи</th>
            <th className={`${classes.number} ${table.sum}`}>В 1С</th>
            <th className={`${classes.number} ${table.sum}`}>В хабе</th>
            <th
              className={`${classes.number} ${table.sum} ${table.wide}`}
              title="Изменились во время сверки, и обмен сам их принёс"
            >
              Менялись
            </th>
            <th className={`${classes.gaps} ${table.sum}`}>
              <span className={classes.long}>Расхождений</span>
              <span className={classes.short}>Расх.</span>
            </th>
            <th className={`${classes.number} ${table.sum} ${table.wide}`}>Исправлено</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <tr key={figure.entity}>
              <td className={classes.name}>
                {figure.title}
                {!figure.complete && <span className={classes.doubt}> менялись, прочитаны не все</span>}
              </td>
              <td className={table.sum}>{figure.onec === null ? empty : formatNumber(figure.onec)}</td>
              <td className={table.sum}>{formatNumber(figure.here)}</td>
              <td className={`${table.sum} ${table.wide} ${table.dim}`}>
                {figure.moved > 0 ? formatNumber(figure.moved) : empty}
              </td>
              <td className={table.sum} data-open={figure.gaps > figure.healed}>
                {figure.gaps > 0 ? (
                  <strong className={figure.gaps > figure.healed ? classes.bad : undefined}>
                    {formatNumber(figure.gaps)}
                  </strong>
                ) : (
                  <span className={table.dim}>нет</span>
                )}
              </td>
              <td className={`${table.sum} ${table.wide}`}>
                {figure.healed > 0 ? formatNumber(figure.healed) : <span className={table.dim}>{empty}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
