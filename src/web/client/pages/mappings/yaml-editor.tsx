import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, indentOnInput } from '@codemirror/language'
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { unifiedMergeView } from '@codemirror/merge'
import { search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, Prec, type Text } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef } from 'react'
import type { Finding } from '../../../api/mappings/mapping-contract.ts'
import { completeMapping } from './complete-mapping.ts'
import { editorLook } from './editor-look.ts'
import { editorPhrases } from './editor-phrases.ts'
import { explainWord } from './explain-word.ts'
import type { Known } from './known.ts'

/** What the parts beside the editor may do with it. */
export interface EditorHandle {
  /** Puts a name in place of the selection and goes on typing there. */
  insert(text: string): void
  /** Shows a line, from 1, with the cursor at a column. */
  goTo(line: number, column: number): void
  /** Puts another word in place of the one a finding points at. */
  replaceAt(finding: Finding, word: string): void
  /** A new line below the given one, with the cursor at its end and what fits there offered. */
  addLine(after: number, text: string): void
}

interface YamlEditorProps {
  ref: Ref<EditorHandle>
  text: string
  findings: readonly Finding[]
  known: Known
  /** Shows what differs from this text. */
  compareWith: string | null
  onChange: (text: string) => void
  /** Ctrl-S. */
  onCheck: () => void
}

/** The text of a mapping file: completion that knows where the cursor is, findings under the text. */
export function YamlEditor({ ref, text, findings, known, compareWith, onChange, onCheck }: YamlEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const merge = useRef(new Compartment())
  const change = useEffectEvent(onChange)
  const knownNow = useRef(known)
  useEffect(() => {
    knownNow.current = known
  }, [known])
  const start = useEffectEvent(() => text)
  const checkNow = useEffectEvent(() => {
    onCheck()
    return true
  })

  useEffect(() => {
    if (!host.current) return
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: start(),
        extensions: [
          editorPhrases,
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          search({ top: true }),
          yaml(),
          EditorView.lineWrapping,
          autocompletion({ override: [completeMapping(() => knownNow.current)], icons: false, maxRenderedOptions: 60 }),
          hoverTooltip(
            explainWord(() => knownNow.current),
            { hideOnChange: true },
          ),
          merge.current.of([]),
          Prec.highest(keymap.of([{ key: 'Mod-s', preventDefault: true, run: checkNow }])),
          keymap.of([
            { key: 'Tab', run: acceptCompletion },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...lintKeymap,
            ...searchKeymap,
            ...historyKeymap,
            ...defaultKeymap,
            indentWithTab,
          ]),
          EditorState.tabSize.of(2),
          EditorView.contentAttributes.of({ 'aria-label': 'Текст соответствия' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) change(update.state.doc.toString())
          }),
          editorLook,
        ],
      }),
    })
    view.current = editor
    // Findings below take some of the height: what is being written must not go behind them.
    const resized = new ResizeObserver(() => {
      if (editor.hasFocus) editor.dispatch({ effects: EditorView.scrollIntoView(editor.state.selection.main.head) })
    })
    resized.observe(host.current)
    return () => {
      resized.disconnect()
      editor.destroy()
      view.current = null
    }
  }, [])

  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.doc.toString() === text) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } })
  }, [text])

  useEffect(() => {
    const editor = view.current
    if (editor)
      editor.dispatch(
        setDiagnostics(
          editor.state,
          findings.map((finding) => diagnosticOf(editor.state.doc, finding)),
        ),
      )
  }, [findings])

  useEffect(() => {
    const shown =
      compareWith === null
        ? []
        : unifiedMergeView({ original: compareWith, mergeControls: false, gutter: false, collapseUnchanged: {} })
    view.current?.dispatch({ effects: merge.current.reconfigure(shown) })
  }, [compareWith])

  useImperativeHandle(ref, () => ({
    insert(name) {
      const editor = view.current
      if (!editor) return
      editor.dispatch(editor.state.replaceSelection(name), { scrollIntoView: true, userEvent: 'input' })
      editor.focus()
    },
    goTo(line, column) {
      const editor = view.current
      if (!editor) return
      const at = offsetOf(editor.state.doc, line, column)
      editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
      editor.focus()
    },
    replaceAt(finding, word) {
      const editor = view.current
      if (!editor) return
      const { from, to } = diagnosticOf(editor.state.doc, finding)
      editor.dispatch({
        changes: { from, to, insert: word },
        selection: { anchor: from + word.length },
        scrollIntoView: true,
        userEvent: 'input',
      })
      editor.focus()
    },
    addLine(after, added) {
      const editor = view.current
      if (!editor) return
      const end = editor.state.doc.line(Math.min(after, editor.state.doc.lines)).to
      const insert = `\n${added}`
      editor.dispatch({
        changes: { from: end, insert },
        selection: { anchor: end + insert.length },
        scrollIntoView: true,
        userEvent: 'input',
      })
      editor.focus()
      startCompletion(editor)
    },
  }))

  return <div ref={host} style={{ height: '100%', minHeight: 0 }} />
}

function offsetOf(doc: Text, line: number, column: number): number {
  const found = doc.line(Math.min(Math.max(1, line), doc.lines))
  return Math.min(found.from + Math.max(0, column - 1), found.to)
}

/** Underlines what a finding points at, or the rest of the line where that has no length. */
function diagnosticOf(doc: Text, { line, column, endLine, endColumn, level, text }: Finding): Diagnostic {
  const from = offsetOf(doc, line, column)
  const to = offsetOf(doc, endLine, endColumn)
  return { from, to: to > from ? to : doc.lineAt(from).to, severity: level, message: text }
}
