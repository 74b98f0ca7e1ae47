import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Version } from '../../../../api/mappings/deploy-contract.ts'
import { formatNumber } from '../../../format/number.ts'
import { plural } from '../../../format/plural.ts'
import { formatInstant } from '../../../format/time.ts'
import table from '../../../parts/table.module.css'
import { useCommand } from '../../../parts/use-command.ts'
import { When } from '../../../parts/when.tsx'
import { rewrite, rollBack } from './deploy-queries.ts'
import { recordForms } from './deploy-words.ts'
import classes from './rollback-form.module.css'

const shortList = 10

/** Going back to a version, said in words before it is done; afterwards what was written meanwhile may be written anew. */
export function RollbackForm({ version, onDeployed }: { version: Version; onDeployed: () => void }) {
  const { id, at, back } = version
  const [isAsking, setAsking] = useState(false)
  const [isBack, setBack] = useState(false)
  const restore = useCommand({
    run: async () => {
      const outcome = await rollBack({ id, comment: '' })
      setAsking(false)
      setBack(true)
      onDeployed()
      return { message: `Версия ${id} снова в работе, теперь под номером ${outcome.version}.` }
    },
    done: '',
    failed: 'Вернуть версию не получилось',
  })
  if (isBack || back.files.length === 0) return <Writes version={version} isBack={isBack} />
  if (!isAsking) {
    return (
      <Button variant="default" className={classes.button} onClick={() => setAsking(true)}>
        Вернуть версию {id}…
      </Button>
    )
  }
  return (
    <section className={classes.question} aria-label={`Возврат к версии ${id}`}>
      <p>
        {back.files.length === 1
          ? `Файл ${back.files[0]} станет таким, каким был ${formatInstant(at)}. `
          : `Файлы ${back.files.join(', ')} станут такими, какими были ${formatInstant(at)}. `}
        {back.entities.length > 0 && `Хаб заново прочитает из 1С: ${back.entities.join(', ').toLowerCase()}. `}
        {back.writeCount > 0 &&
          `За это время в 1С записано: ${plural(back.writeCount, recordForms)}. После возврата их можно будет записать заново.`}
      </p>
      <div className={classes.acts}>
        <Button loading={restore.isPending} onClick={() => restore.mutate()}>
          Вернуть версию {id}
        </Button>
        <Button variant="default" onClick={() => setAsking(false)}>
          Не возвращать
        </Button>
      </div>
    </section>
  )
}

/** What the versions after it have written into 1C. */
function Writes({ version: { back }, isBack }: { version: Version; isBack: boolean }) {
  const { writes, writeCount } = back
  const again = useCommand({
    run: rewrite,
    done: 'Записи передаются в 1С заново.',
    failed: 'Записать заново не получилось',
  })
  if (writes.length === 0)
    return isBack ? <p className={classes.dim}>Версия снова в работе. В 1С за это время ничего не записано.</p> : null
  return (
    <div className={classes.writes}>
      <p>
        Пока работали более поздние версии, в 1С записано: {plural(writeCount, recordForms)}.
        {writeCount > writes.length && ` Здесь последние ${formatNumber(writes.length)}.`} Новое значение заменит старое
        только там, где его не исправили в самой 1С.
      </p>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Что</th>
            <th>Ключ</th>
            <th>Записано</th>
          </tr>
        </thead>
        <tbody>
          {writes.slice(0, shortList).map(({ id, title, key, at }) => (
            <tr key={id}>
              <td>{title}</td>
              <td className={table.dim} title={key}>
                {key}
              </td>
              <td>
                <When at={at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {writes.length > shortList && <p className={classes.dim}>… и ещё {formatNumber(writes.length - shortList)}</p>}
      <Button
        variant="light"
        className={classes.button}
        loading={again.isPending}
        disabled={again.isSuccess}
        onClick={() => again.mutate(writes.map(({ id }) => id))}
      >
        Записать в 1С заново: {formatNumber(writes.length)}
      </Button>
    </div>
  )
}
