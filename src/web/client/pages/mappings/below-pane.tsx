import { SegmentedControl } from '@mantine/core'
import type { ModelField } from '../../../api/mappings/mapping-contract.ts'
import classes from './below-pane.module.css'
import { EffectPanel } from './deploy/effect-panel.tsx'
import { VersionsPanel } from './deploy/versions-panel.tsx'
import { PinCase } from './pin-case.tsx'
import { TrialPane } from './trial-pane.tsx'
import type { Trial } from './use-trial.ts'

export const tabs = ['records', 'effect', 'versions'] as const
export type Tab = (typeof tabs)[number]

const tabTitles: Readonly<Record<Tab, string>> = { records: 'Записи', effect: 'Что изменится', versions: 'Версии' }

interface BelowPaneProps {
  tab: Tab
  onTab: (tab: Tab) => void
  trial: Trial
  fields: readonly ModelField[]
  onField: (name: string) => void
  /** Edited texts by file name. */
  files: Readonly<Record<string, string>>
  onDeployed: () => void
}

/** What comes of the edit: on a few records as one types, on the whole base before it goes into use; and the way back. */
export function BelowPane({ tab, onTab, trial, fields, onField, files, onDeployed }: BelowPaneProps) {
  const choice = (
    <SegmentedControl
      size="xs"
      aria-label="Что показать под текстом"
      value={tab}
      onChange={(value) => onTab(tabs.find((one) => one === value) ?? 'records')}
      data={tabs.map((value) => ({ value, label: tabTitles[value] }))}
    />
  )
  if (tab === 'records') {
    const entity = trial.preview.data?.entity
    const pin = (record: unknown) => entity && <PinCase entity={entity} record={record} />
    return <TrialPane tabs={choice} trial={trial} fields={fields} onField={onField} actions={pin} />
  }
  return (
    <>
      <div className={classes.bar}>{choice}</div>
      <div className={classes.body}>
        {tab === 'effect' ? (
          <EffectPanel files={files} onDeployed={onDeployed} />
        ) : (
          <VersionsPanel onDeployed={onDeployed} />
        )}
      </div>
    </>
  )
}
