import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { plural } from '../../../format/plural.ts'
import { useMe } from '../../../frame/use-me.ts'
import classes from './sentinel-note.module.css'
import { SentinelPanel } from './sentinel-panel.tsx'
import { sentinelQuery } from './sentinel-queries.ts'
import { changeForms } from './sentinel-words.ts'

export interface SentinelNoteProps {
  /** Puts a proposed text into the editor of a file; nothing is applied by that. */
  onOpenPatch: (file: string, text: string) => void
}

/** Says that an update of 1C has struck mapping files, and opens what is known of it. Nothing when all is well. */
export function SentinelNote({ onOpenPatch }: SentinelNoteProps) {
  const me = useMe()
  const { data } = useQuery({ ...sentinelQuery, enabled: me.role === 'admin' })
  const [isOpen, setOpen] = useState(false)
  if (!data || data.open.length === 0) return null
  const files = [...new Set(data.open.flatMap(({ hits }) => hits.map(({ file }) => file)))]
  const isBroken = data.open.some(({ severity }) => severity === 'error')
  return (
    <>
      <output className={classes.note} data-tone={isBroken ? 'bad' : 'wait'}>
        <IconAlertTriangle size={18} aria-hidden className={classes.icon} />
        <p className={classes.text}>
          Конфигурация 1С изменилась ({plural(data.open.length, changeForms)}), задеты файлы: {files.join(', ')}.
        </p>
        <Button variant="light" onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
          {isOpen ? 'Свернуть' : 'Что изменилось'}
        </Button>
      </output>
      {isOpen && <SentinelPanel page={data} onOpenPatch={onOpenPatch} />}
    </>
  )
}
