import { Button, Progress } from '@mantine/core'
import { useState } from 'react'
import type { Deployed, Effect } from '../../../../api/mappings/deploy-contract.ts'
import { formatNumber } from '../../../format/number.ts'
import { plural } from '../../../format/plural.ts'
import { formatTime } from '../../../format/time.ts'
import { EmptyNote } from '../../../parts/empty-note.tsx'
import { FailureNote } from '../../../parts/failure-note.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { DeployForm } from './deploy-form.tsx'
import type { EditedFiles } from './deploy-queries.ts'
import { fileForms } from './deploy-words.ts'
import classes from './effect-panel.module.css'
import { EffectResultView } from './effect-result-view.tsx'
import { ReceiptsList } from './receipts-list.tsx'
import { useEffectRun } from './use-effect-run.ts'

interface EffectPanelProps {
  /** Edited texts by file name; only files that differ from those in use. */
  files: EditedFiles
  onDeployed: () => void
}

/** What the edit would change on the whole base, and, once that is seen, the button that takes it into use. */
export function EffectPanel({ files, onDeployed }: EffectPanelProps) {
  const names = Object.keys(files)
  const { effect, error, isOfThese, start, stop, forget } = useEffectRun(files)
  const [deployed, setDeployed] = useState<Deployed | null>(null)
  const isRunning = effect?.state === 'running'
  const done = (outcome: Deployed) => {
    forget()
    setDeployed(outcome)
    onDeployed()
  }
  return (
    <Panel
      title="Что изменится"
      note={names.length > 0 ? `${plural(names.length, fileForms)}: ${names.join(', ')}` : undefined}
      action={
        isRunning ? (
          <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(effect.id)}>
            Остановить проверку
          </Button>
        ) : (
          names.length > 0 && (
            <Button
              variant={effect?.state === 'done' && isOfThese ? 'default' : 'filled'}
              loading={start.isPending}
              onClick={() => {
                setDeployed(null)
                start.mutate()
              }}
            >
              {effect && isOfThese ? 'Проверить заново' : 'Проверить на всей базе'}
            </Button>
          )
        )
      }
    >
      {names.length === 0 && (
        <EmptyNote title={deployed ? `Версия ${deployed.version} включена.` : 'Правок нет.'}>
          {deployed ? (
            <ReceiptsList receipts={deployed.receipts} />
          ) : (
            'Измените файл в редакторе, и здесь можно будет увидеть последствия до включения.'
          )}
        </EmptyNote>
      )}
      {names.length > 0 && error && !effect && <FailureNote error={error} />}
      {names.length > 0 && !effect && !error && <Beginning />}
      {names.length > 0 && effect && (
        <div className={classes.body}>
          <State effect={effect} isOfThese={isOfThese} />
          {effect.result && <EffectResultView result={effect.result} />}
          {effect.state === 'done' && (
            <DeployForm effectId={effect.id} files={files} obstacle={obstacleOf(effect, isOfThese)} onDeployed={done} />
          )}
        </div>
      )}
    </Panel>
  )
}

function Beginning() {
  return (
    <EmptyNote title="Сначала посмотрите последствия.">
      Хаб прочитает из 1С все записи, которых касается правка, и покажет, что станет другим: карточки, фиды, долги,
      записи в 1С. Ни в 1С, ни в хабе при этом ничего не меняется.
    </EmptyNote>
  )
}

function obstacleOf({ isCurrent }: Effect, isOfThese: boolean): string | null {
  if (!isOfThese) return 'После проверки текст изменился. Проверьте его ещё раз в том виде, в котором включаете.'
  return isCurrent ? null : 'После проверки в работу взяли другую версию. Проверьте правку ещё раз.'
}

function State({ effect, isOfThese }: { effect: Effect; isOfThese: boolean }) {
  const { state, at, progress, reason, files } = effect
  if (state === 'running') return <Running at={at} progress={progress} />
  if (state === 'failed')
    return (
      <p className={classes.failed} role="alert">
        Проверить не получилось: {reason}
      </p>
    )
  if (state === 'stopped') return <p className={classes.dim}>Проверка остановлена. Ничего не изменилось.</p>
  const cases = files.filter((name) => name.endsWith('.cases.yaml'))
  if (isOfThese)
    return cases.length > 0 ? (
      <p className={classes.dim}>Вместе с правкой новые имена 1С получат и примеры: {cases.join(', ')}.</p>
    ) : null
  return <p className={classes.dim}>Это итог проверки прежнего текста, от {formatTime(at)}.</p>
}

function Running({ at, progress }: Pick<Effect, 'at' | 'progress'>) {
  const { title, done, total, part, parts } = progress ?? { title: '', done: 0, total: 0, part: 0, parts: 1 }
  const within = total > 0 ? Math.min(1, done / total) : 0
  const share = (Math.max(0, part - 1 + within) / parts) * 100
  return (
    <div className={classes.running} role="status">
      <Progress value={share} size="sm" aria-label="Ход проверки" />
      <p className={classes.dim}>
        {title === '' ? 'Начинаем' : `Читаем из 1С: ${title.toLowerCase()}`}
        {total > 0 && `, ${formatNumber(done)} из ${formatNumber(total)}`}. Проверка идёт с {formatTime(at)}, можно уйти
        с этой страницы.
      </p>
    </div>
  )
}
