import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Accepted } from '../api/actions.ts'
import { RequestFailure } from '../api/request-failure.ts'

interface Command<V> {
  run: (input: V) => Promise<Accepted>
  /** What to say when the server accepted it without words of its own. */
  done: string
  /** «Проверить долги не получилось»: title of the refusal. */
  failed: string
}

/** A button's request to the server: says how it went, then asks again for everything shown. */
export function useCommand<V = void>({ run, done, failed }: Command<V>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: (answer) => {
      notifications.show({ message: answer?.message ?? done })
      return client.invalidateQueries()
    },
    onError: (error) => {
      const facts = error instanceof RequestFailure ? error.facts : undefined
      const trace = facts?.trace && `Номер для администратора: ${facts.trace}`
      const message = [error.message, facts?.remedy, trace].filter(Boolean).join(' ')
      notifications.show({ color: 'red', title: failed, message, autoClose: false })
    },
  })
}
