import { NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { JournalFilter } from '../../api/queries.ts'
import classes from './journal-filter-bar.module.css'
import { levelWords, topicWords } from './journal-words.ts'

const options = (all: string, words: Record<string, string>) => [
  { value: '', label: all },
  ...Object.entries(words).map(([value, label]) => ({ value, label })),
]

interface JournalFilterBarProps {
  filter: JournalFilter
  onChange: (change: JournalFilter) => void
}

export function JournalFilterBar({ filter, onChange }: JournalFilterBarProps) {
  const [text, setText] = useState(filter.q ?? '')
  const search = useDebouncedCallback((q: string) => onChange({ q: q.trim() || undefined }), 300)
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (document.activeElement !== input.current) setText(filter.q ?? '')
  }, [filter.q])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // On a Russian keyboard that key gives a full stop.
      const isSlash = event.key === '/' || event.code === 'Slash'
      if (!isSlash || event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement) return
      event.preventDefault()
      input.current?.focus()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  return (
    <search className={classes.bar}>
      <TextInput
        ref={input}
        className={classes.text}
        aria-label="Искать в журнале"
        placeholder="Искать: телефон, договор, текст ( / )"
        leftSection={<IconSearch size={16} />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          search(event.currentTarget.value)
        }}
      />
      <NativeSelect
        aria-label="О чём"
        data={options('Обо всём', topicWords)}
        value={filter.topic ?? ''}
        onChange={(event) => onChange({ topic: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        aria-label="Важность"
        data={options('Любой важности', levelWords)}
        value={filter.level ?? ''}
        onChange={(event) => onChange({ level: event.currentTarget.value || undefined })}
      />
    </search>
  )
}
