import { Button, NativeSelect, Popover } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReplayMapping } from '../../../../model/replay.ts'
import { plural } from '../../format/plural.ts'
import { useCommand } from '../../parts/use-command.ts'
import { type FilterWords, kindForms, kindOf } from './filter-words.ts'
import classes from './replay-page.module.css'
import { startReplay } from './replay-queries.ts'

const mappingOptions = [
  { value: 'now', label: 'По сегодняшним соответствиям' },
  { value: 'then', label: 'По тем, что работали тогда' },
]

interface StartReplayProps {
  filter: FilterWords
  total: number
  /** False while the hub still counts. */
  isKnown: boolean
}

/** First look what would be done, then do it: both of exactly what the list shows. */
export function StartReplay({ filter, total, isKnown }: StartReplayProps) {
  const navigate = useNavigate()
  const [mapping, setMapping] = useState<ReplayMapping>('now')
  const [asking, setAsking] = useState(false)
  const start = useCommand({
    run: async (dry: boolean) => {
      const started = await startReplay({ filter: { ...filter, what: kindOf(filter) }, mapping, dry })
      await navigate({ to: '/replay', search: (search) => ({ ...search, replay: started.id, page: undefined }) })
      return started
    },
    done: 'Начато.',
    failed: 'Начать не получилось',
  })
  const things = plural(total, kindForms[kindOf(filter)])
  const begin = () => {
    setAsking(false)
    start.mutate(false)
  }
  return (
    <div className={classes.start}>
      <NativeSelect
        aria-label="Какими файлами соответствий"
        value={mapping}
        data={mappingOptions}
        onChange={(event) => setMapping(event.currentTarget.value === 'then' ? 'then' : 'now')}
      />
      <Button
        variant="default"
        disabled={total === 0 || !isKnown}
        loading={start.isPending && start.variables === true}
        onClick={() => start.mutate(true)}
      >
        Посмотреть, что будет сделано
      </Button>
      <Popover opened={asking} onChange={setAsking} position="bottom-end" width={320} shadow="md" trapFocus withArrow>
        <Popover.Target>
          <Button
            disabled={total === 0 || !isKnown}
            loading={start.isPending && start.variables === false}
            onClick={() => setAsking(true)}
          >
            Повторить {things}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <p className={classes.question}>
            Хаб сделает это ещё раз. То, что в 1С уже есть, он найдёт и не создаст второй раз. Повтор можно остановить.
          </p>
          <div className={classes.acts}>
            <Button onClick={begin}>Повторить {things}</Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              Не сейчас
            </Button>
          </div>
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}
