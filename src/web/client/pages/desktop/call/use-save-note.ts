import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { CallNote } from '../../../../api/contract.ts'
import { saveNote } from '../../../api/actions.ts'
import { desktopQuery } from '../../../api/queries.ts'

/** Saves the result of a conversation; what the server answered is shown at once, before the desktop is asked again. */
export function useSaveNote(callId: string) {
  const client = useQueryClient()
  const show = (note: CallNote) =>
    client.setQueryData(desktopQuery.queryKey, (desktop) => {
      if (!desktop?.calls) return desktop
      const rows = desktop.calls.rows.map((row) => (row.id === callId ? { ...row, note } : row))
      return { ...desktop, calls: { ...desktop.calls, rows } }
    })
  return useMutation({
    mutationFn: (wish: { text: string; seen: number; over: string | null }) => saveNote({ id: callId, ...wish }),
    onSuccess: async ({ note }) => {
      // An answer that was asked for before the save must not put the old text back.
      await client.cancelQueries({ queryKey: desktopQuery.queryKey })
      show(note)
    },
  })
}
