import type { EffectResult, EntityEffect, Group } from '../../../../api/mappings/deploy-contract.ts'
import { formatNumber } from '../../../format/number.ts'
import { plural } from '../../../format/plural.ts'
import { recordForms } from './deploy-words.ts'
import classes from './effect-result-view.module.css'
import { GroupTable } from './group-table.tsx'

interface Told {
  key: string
  title: string
  group: Group
}

/** The consequences in a few sentences, then every difference with examples. */
export function EffectResultView({ result }: { result: EffectResult }) {
  const { sentences, read, ms } = result
  return (
    <>
      <div className={classes.summary}>
        {sentences.length === 0 ? (
          <p className={classes.nothing}>Ничего не изменится.</p>
        ) : (
          <ul className={classes.sentences} aria-label="Последствия">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        <p className={classes.about}>
          Прочитано из 1С: {plural(read, recordForms)}, за {formatNumber(Math.max(1, Math.round(ms / 1000)))}&nbsp;с
        </p>
      </div>
      {groupsOf(result).map(({ key, title, group }) => (
        <GroupTable key={key} title={title} group={group} />
      ))}
    </>
  )
}

/** Losses come before changes, changes before what is new. */
function groupsOf({ entities, feeds, debts, writes }: EffectResult): Told[] {
  return [
    ...entities.flatMap(lossesOf),
    ...feeds.map(({ feed, leaves }) => ({ key: `${feed}-leaves`, title: `Уйдут из фида ${feed}`, group: leaves })),
    { key: 'failing', title: 'Не смогут попасть в 1С', group: writes.failing },
    { key: 'debts', title: 'Просроченный долг по договорам', group: debts },
    ...entities.flatMap(({ entity, title, fields }) =>
      fields.map((field) => ({ key: `${entity}-${field.field}`, title: `${title}: ${field.title}`, group: field })),
    ),
    { key: 'writes', title: `Записи в 1С, из последних ${writes.checked}`, group: writes },
    ...feeds.map(({ feed, enters }) => ({ key: `${feed}-enters`, title: `Появятся в фиде ${feed}`, group: enters })),
    ...entities.flatMap(({ entity, title, readable, enters }) => [
      { key: `${entity}-readable`, title: `${title}: начнут читаться`, group: readable },
      { key: `${entity}-enters`, title: `${title}: появятся в хабе`, group: enters },
    ]),
  ].filter(({ group }) => group.count > 0)
}

function lossesOf({ entity, title, unreadable, leaves }: EntityEffect): Told[] {
  return [
    { key: `${entity}-unreadable`, title: `${title}: перестанут читаться`, group: unreadable },
    { key: `${entity}-leaves`, title: `${title}: уйдут из хаба`, group: leaves },
  ]
}
