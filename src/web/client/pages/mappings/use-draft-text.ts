import { useEffect, useState } from 'react'
import { z } from 'zod'
import type { MappingFile, MappingRow } from '../../../api/mappings/mapping-contract.ts'

const Draft = z.object({
  text: z.string(),
  /** Hash of the file the edit began with. */
  base: z.string(),
})
type Draft = z.infer<typeof Draft>

const keyOf = (file: string) => `realtor-hub.mapping.${file}`

/** Names of files with an edit that waits in this browser. */
export function draftFiles(): Set<string> {
  const prefix = keyOf('')
  return new Set(
    Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '')
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length)),
  )
}

/** Edits of other files that may go into use together with the one at hand: those begun with what lies on the disk now. */
export function otherDrafts(rows: readonly MappingRow[], file: string): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const row of rows) {
    const draft = row.file === file ? null : readDraft(row.file)
    if (draft && draft.base === row.hash) texts[row.file] = draft.text
  }
  return texts
}

/**
 * Lays a text that was proposed from elsewhere into the editor of a file. An edit that waits there is a person's work: it gives
 * way only when that person says so. Returns whether the text was taken.
 */
export function proposeDraft({ file, hash }: Pick<MappingRow, 'file' | 'hash'>, text: string): boolean {
  const waiting = readDraft(file)
  const question = `В этом браузере ждёт ваша правка ${file}. Заменить её предложенным текстом?`
  if (waiting && waiting.text !== text && !window.confirm(question)) return false
  keepDraft(file, { text, base: hash })
  return true
}

export function forgetDrafts(files: Iterable<string>): void {
  for (const file of files) keepDraft(file, null)
}

function readDraft(file: string): Draft | null {
  try {
    const parsed = Draft.safeParse(JSON.parse(localStorage.getItem(keyOf(file)) ?? 'null'))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function keepDraft(file: string, draft: Draft | null): void {
  try {
    if (draft === null) localStorage.removeItem(keyOf(file))
    else localStorage.setItem(keyOf(file), JSON.stringify(draft))
  } catch {
    // A browser that keeps nothing loses the edit with the page; it is no reason to stop typing.
  }
}

/**
 * The text of a mapping as it is being edited. An edit survives a reload; when the file changes on the disk meanwhile both
 * stay at hand until a person chooses.
 */
export function useDraftText({ file, text, hash }: Pick<MappingFile, 'file' | 'text' | 'hash'>) {
  const [draft, setDraft] = useState(() => readDraft(file))
  const edit = draft && draft.text !== text ? draft : null
  // What the file says by now is no edit any more, nor will it be one when the file goes on.
  if (draft && !edit) setDraft(null)
  useEffect(() => keepDraft(file, edit), [file, edit])
  return {
    text: edit?.text ?? text,
    isEdited: edit !== null,
    /** The file is no longer the one the edit began with. */
    isBehind: edit !== null && edit.base !== hash,
    /** An edit that is behind stays behind until a person decides. */
    write: (next: string) => setDraft((last) => ({ text: next, base: last?.base ?? hash })),
    drop: () => setDraft(null),
    keepMine: () => setDraft((last) => last && { ...last, base: hash }),
  }
}
