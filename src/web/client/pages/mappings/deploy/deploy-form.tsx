import { Button, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Deployed } from '../../../../api/mappings/deploy-contract.ts'
import { plural } from '../../../format/plural.ts'
import { useCommand } from '../../../parts/use-command.ts'
import classes from './deploy-form.module.css'
import { deploy, type EditedFiles } from './deploy-queries.ts'
import { fileForms } from './deploy-words.ts'

interface DeployFormProps {
  effectId: string
  files: EditedFiles
  /** Why it cannot be taken into use as it is. */
  obstacle: string | null
  onDeployed: (outcome: Deployed) => void
}

const longest = 500

/** Why the edit is made, and the button that makes it work. */
export function DeployForm({ effectId, files, obstacle, onDeployed }: DeployFormProps) {
  const [comment, setComment] = useState('')
  const [isAsked, setAsked] = useState(false)
  const take = useCommand({
    run: async () => {
      const outcome = await deploy({ effectId, files, comment: comment.trim() })
      onDeployed(outcome)
      return { message: `Версия ${outcome.version} включена. Хаб перечитывает по ней записи из 1С.` }
    },
    done: '',
    failed: 'Включить не получилось',
  })
  const isEmpty = comment.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!isEmpty && obstacle === null) take.mutate()
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <Textarea
        label="Что и зачем изменено"
        description="Останется в списке версий: через полгода по нему поймут, откуда эта правка"
        autosize
        minRows={2}
        maxLength={longest}
        value={comment}
        disabled={obstacle !== null}
        error={isAsked && isEmpty && obstacle === null ? 'Напишите хотя бы одно предложение.' : undefined}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      {obstacle !== null && <p className={classes.obstacle}>{obstacle}</p>}
      <Button type="submit" className={classes.button} disabled={obstacle !== null} loading={take.isPending}>
        Включить новую версию: {plural(Object.keys(files).length, fileForms)}
      </Button>
    </form>
  )
}
