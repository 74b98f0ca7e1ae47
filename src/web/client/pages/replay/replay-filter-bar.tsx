import { NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { Caught } from '../../../api/mappings/replay-contract.ts'
import { type FilterWords, kindOf, kindWords, sourceWords, stateOptions } from './filter-words.ts'
import classes from './replay-page.module.css'

interface ReplayFilterBarProps {
  filter: FilterWords
  sources: Caught['sources']
  onChange: (change: FilterWords) => void
}

/** What to do again: its kind, where it came from, its state, when, and a text in it. */
export function ReplayFilterBar({ filter, sources, onChange }: ReplayFilterBarProps) {
  const what = kindOf(filter)
  return (
    <search className={classes.bar}>
      <NativeSelect
        aria-label="Что повторить"
        value={what}
        data={Object.entries(kindWords).map(([value, label]) => ({ value, label }))}
        onChange={(event) =>
          onChange({ what: event.currentTarget.value, source: undefined, state: undefined, reason: undefined })
        }
      />
      <NativeSelect
        aria-label="Состояние"
        value={filter.state ?? ''}
        data={stateOptions[what]}
        onChange={(event) => onChange({ state: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        aria-label="Откуда"
        value={filter.source ?? ''}
        data={[{ value: '', label: sourceWords[what] }, ...sources]}
        onChange={(event) => onChange({ source: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        aria-label="С какого дня"
        leftSection="с"
        value={filter.since?.slice(0, 10) ?? ''}
        onChange={(event) => onChange({ since: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        aria-label="По какой день"
        leftSection="по"
        value={filter.until ? dayBeside(filter.until, -1) : ''}
        onChange={({ currentTarget: { value } }) => onChange({ until: value ? dayBeside(value, 1) : undefined })}
      />
      <Words
        label="Причина"
        placeholder="Причина; * вместо любых слов"
        value={filter.reason ?? ''}
        onSettled={(reason) => onChange({ reason })}
      />
      <Words
        label="Текст внутри"
        placeholder="Телефон, номер, текст ( / )"
        value={filter.text ?? ''}
        onSettled={(text) => onChange({ text })}
        isSearch
      />
    </search>
  )
}

/** A person names the last day that counts, the filter the first that does not. */
function dayBeside(day: string, days: number): string | undefined {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return undefined
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

interface WordsProps {
  label: string
  placeholder: string
  value: string
  onSettled: (value: string | undefined) => void
  /** Takes the focus at «/». */
  isSearch?: boolean
}

function Words({ label, placeholder, value, onSettled, isSearch = false }: WordsProps) {
  const [text, setText] = useState(value)
  const settle = useDebouncedCallback((typed: string) => onSettled(typed.trim() || undefined), 400)
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (document.activeElement !== input.current) setText(value)
  }, [value])

  useEffect(() => {
    if (!isSearch) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement) return
      event.preventDefault()
      input.current?.focus()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [isSearch])

  return (
    <TextInput
      ref={input}
      className={classes.words}
      aria-label={label}
      placeholder={placeholder}
      leftSection={isSearch ? <IconSearch size={16} /> : undefined}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        settle(event.currentTarget.value)
      }}
    />
  )
}
