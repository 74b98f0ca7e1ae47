import { textIn } from '../../infobase/record.ts'
import { clients, keyOf, nameOf, someRecord } from './records.ts'
import type { Scene } from './scene.ts'

/** Clients whose cards people edit in 1C. */
export const peopleScenes: Scene[] = [
  {
    name: 'rename-client',
    title: 'Сменить фамилию',
    group: 'Деньги и клиенты',
    play({ infobase: base }) {
      const hasNames = (name: string) => name !== ''
      const client = someRecord(
        base,
        clients,
        (record) => [textIn(record, 'Фамилия'), textIn(record, 'Имя')].every(hasNames),
        'В базе нет клиента с фамилией и именем',
      )
      const before = textIn(client, 'Фамилия')
      // A surname of the same ending, for a woman's and a man's differ in it.
      const other = someRecord(
        base,
        clients,
        (record) => textIn(record, 'Фамилия') !== before && textIn(record, 'Фамилия').at(-1) === before.at(-1),
        `В базе нет фамилии, на которую можно сменить ${before}`,
      )
      const surname = textIn(other, 'Фамилия')
      const name = [surname, textIn(client, 'Имя'), textIn(client, 'Отчество')].filter(hasNames).join(' ')
      base.write(clients, { Ref_Key: keyOf(client), Фамилия: surname, Description: name })
      return { text: `${nameOf(client)} → ${name}`, client: keyOf(client) }
    },
  },
]
