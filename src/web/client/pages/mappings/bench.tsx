import { Button } from '@mantine/core'
import { IconDatabase, IconLayoutSidebarRight } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import type { Finding, MappingFile } from '../../../api/mappings/mapping-contract.ts'
import { linkQuery } from '../../api/queries.ts'
import { BelowPane, type Tab } from './below-pane.tsx'
import classes from './bench.module.css'
import { DraftNote } from './draft-note.tsx'
import { FindingsList } from './findings-list.tsx'
import { MappingPicker } from './mapping-picker.tsx'
import { mappingsQuery, metadataObjectQuery, metadataQuery, modelQuery } from './mapping-queries.ts'
import { StateChips } from './mappings-page.tsx'
import { MetadataTree } from './metadata-tree.tsx'
import { ModelList } from './model-list.tsx'
import { sampleObject } from './sample-object.ts'
import { setNames } from './tree-rows.ts'
import { UpdateNote } from './update-note.tsx'
import { forgetDrafts, otherDrafts, useDraftText } from './use-draft-text.ts'
import { useTrial } from './use-trial.ts'
import { type EditorHandle, YamlEditor } from './yaml-editor.tsx'

const noFindings: readonly Finding[] = []

interface BenchProps {
  file: MappingFile
  tab: Tab
  onTab: (tab: Tab) => void
}

export function Bench({ file, tab, onTab }: BenchProps) {
  const draft = useDraftText(file)
  const trial = useTrial(file.file, draft.text)
  const client = useQueryClient()
  const { data: model } = useQuery(modelQuery)
  const { data: link } = useQuery(linkQuery)
  const { data: tree } = useQuery(metadataQuery)
  const { data: mappings = [file] } = useQuery(mappingsQuery)
  const editor = useRef<EditorHandle>(null)
  const [isCompared, setCompared] = useState(false)
  const preview = trial.preview.data
  const samples = trial.samples.data
  const sets = useMemo(() => setNames(tree), [tree])
  const known = useMemo(
    () => ({
      model,
      tree,
      preview,
      objectOf: async (set: string) => {
        if (set === '') return samples ? sampleObject(samples) : null
        if (tree && !sets.has(set)) return null
        return client
          .fetchQuery(metadataObjectQuery(set, set === preview?.set ? preview.table : null))
          .catch(() => null)
      },
    }),
    [model, tree, sets, preview, samples, client],
  )
  const entity = preview?.entity ?? file.key
  const fields = model?.entities.find(({ name }) => name === entity)?.fields ?? []
  const goTo = ({ line, column }: { line: number; column: number }) => editor.current?.goTo(line, column)
  const goToField = (name: string) => {
    const place = preview?.fields.find((one) => one.name === name)
    if (place) goTo(place)
  }
  const addField = (name: string) => {
    const last = Math.max(1, ...(preview?.fields ?? []).map(({ lastLine }) => lastLine))
    editor.current?.addLine(last, `  ${name}: `)
  }
  // An edit that is behind the file goes nowhere until a person has chosen between the two.
  const isReady = draft.isEdited && !draft.isBehind
  const files = useMemo(
    () => ({ ...otherDrafts(mappings, file.file), ...(isReady ? { [file.file]: draft.text } : {}) }),
    [mappings, file.file, isReady, draft.text],
  )
  const deployed = () => {
    // The one at hand ends by itself, once the file that comes holds the same text.
    forgetDrafts(Object.keys(files).filter((name) => name !== file.file))
    void client.invalidateQueries({ queryKey: ['mappings'] })
    void client.invalidateQueries({ queryKey: ['mapping-preview'] })
  }
  return (
    <div className={classes.page} data-tab={tab}>
      <header className={classes.head}>
        <MappingPicker now={file} rows={mappings} />
        <StateChips row={file} hasDraft={draft.isEdited} />
        <span className={classes.space} />
        {draft.isEdited && (
          <>
            <Button variant="subtle" aria-pressed={isCompared} onClick={() => setCompared(!isCompared)}>
              {isCompared ? 'Скрыть правки' : 'Показать правки'}
            </Button>
            <Button variant="default" onClick={draft.drop}>
              Отменить правки
            </Button>
          </>
        )}
      </header>
      <UpdateNote rows={mappings} open={{ file: file.file, write: draft.write }} />
      {draft.isBehind && (
        <DraftNote onMine={draft.keepMine} onTheirs={draft.drop} onCompare={() => setCompared(true)} />
      )}
      <div className={classes.desk}>
        <aside className={classes.side} aria-label="База 1С">
          <h2 className={classes.title}>
            <IconDatabase size={15} aria-hidden /> База 1С
            {link?.state === 'offline' && <span className={classes.aside}>сохранённое описание</span>}
          </h2>
          <div className={classes.fill}>
            <MetadataTree
              set={preview?.set ?? (file.source || null)}
              mappings={mappings}
              onInsert={(text) => editor.current?.insert(text)}
            />
          </div>
        </aside>
        <section className={classes.middle} aria-label="Текст">
          <div className={classes.fill}>
            <YamlEditor
              ref={editor}
              text={draft.text}
              findings={preview?.findings ?? noFindings}
              known={known}
              compareWith={isCompared && draft.isEdited ? file.text : null}
              onChange={draft.write}
              onCheck={() => onTab('effect')}
            />
          </div>
          <FindingsList
            findings={preview?.findings}
            onOpen={goTo}
            onReplace={(finding, word) => editor.current?.replaceAt(finding, word)}
          />
        </section>
        <aside className={`${classes.side} ${classes.model}`} aria-label="Модель хаба">
          <h2 className={classes.title}>
            <IconLayoutSidebarRight size={15} aria-hidden /> Поля хаба
          </h2>
          <div className={classes.fill}>
            <ModelList fields={fields} mapped={preview?.fields} onOpen={goTo} onAdd={({ name }) => addField(name)} />
          </div>
        </aside>
      </div>
      <section className={classes.below} aria-label="Что получится">
        <BelowPane
          tab={tab}
          onTab={onTab}
          trial={trial}
          fields={fields}
          onField={goToField}
          files={files}
          onDeployed={deployed}
        />
      </section>
    </div>
  )
}
