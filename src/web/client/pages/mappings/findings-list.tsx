import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import type { Finding } from '../../../api/mappings/mapping-contract.ts'
import classes from './findings-list.module.css'

interface FindingsListProps {
  findings: readonly Finding[] | undefined
  onOpen: (finding: Finding) => void
  /** Puts the name a finding proposes in place of the wrong one. */
  onReplace: (finding: Finding, name: string) => void
}

/** Under the text: what is wrong with it and what to do; a press leads to the place. */
export function FindingsList({ findings, onOpen, onReplace }: FindingsListProps) {
  if (!findings) return null
  if (findings.length === 0) {
    return (
      <p className={classes.fine} role="status">
        <IconCircleCheck size={15} aria-hidden />
        Замечаний нет
      </p>
    )
  }
  return (
    <ul className={classes.list} aria-label="Замечания">
      {findings.map((finding) => {
        const proposed = /может быть, «([\p{L}\p{N}_]+)»/u.exec(finding.text)?.[1]
        const Icon = finding.level === 'error' ? IconCircleX : IconAlertTriangle
        return (
          <li key={`${finding.line}:${finding.column}:${finding.code}:${finding.text}`} className={classes.row}>
            <button
              type="button"
              className={classes.finding}
              data-level={finding.level}
              onClick={() => onOpen(finding)}
            >
              <Icon size={15} aria-hidden />
              <span className={classes.line}>стр. {finding.line}</span>
              <span>{finding.text}</span>
            </button>
            {proposed && (
              <Button variant="subtle" size="compact-xs" onClick={() => onReplace(finding, proposed)}>
                Заменить на {proposed}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
