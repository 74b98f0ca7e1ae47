/** The result of a conversation as a person wrote it; the newest text only, 1C keeps the history. */
export interface CallNoteTable {
  callKey: string
  text: string
  /** Counts the saves: whoever edits says which one they saw. */
  version: number
  /** Name of the person, as the others know them. */
  author: string
  savedAt: string
  /** `conflict`: 1C holds another text (`onecText`) and keeps it until a person decides. */
  state: 'accepted' | 'confirmed' | 'refused' | 'conflict'
  /** Why 1C refused. */
  reason: string | null
  onecText: string | null
}

export interface CallNoteTables {
  callNote: CallNoteTable
}
