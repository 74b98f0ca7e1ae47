import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { readNumber } from '../../format/number.ts'
import classes from './filter-bar.module.css'

interface RangeFieldProps {
  label: string
  from: string | undefined
  to: string | undefined
  onChange: (change: { from?: string | undefined; to?: string | undefined }) => void
}

/** «Площадь, м² от … до …». Either end may stay empty. */
export function RangeField({ label, from, to, onChange }: RangeFieldProps) {
  return (
    <fieldset className={classes.range}>
      <legend className="visually-hidden">{label}</legend>
      <span aria-hidden>{label}</span>
      <Bound name={`${label}: от`} hint="от" value={from} onChange={(value) => onChange({ from: value, to })} />
      <Bound name={`${label}: до`} hint="до" value={to} onChange={(value) => onChange({ from, to: value })} />
    </fieldset>
  )
}

interface BoundProps {
  name: string
  hint: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}

function Bound({ name, hint, value, onChange }: BoundProps) {
  const [text, setText] = useState(value ?? '')
  const input = useRef<HTMLInputElement>(null)
  const commit = useDebouncedCallback((next: string) => onChange(next.trim() || undefined), 250)
  // The address bar may change without us («Сбросить», Back), but must not rewrite what is being typed.
  useEffect(() => {
    if (document.activeElement !== input.current) setText(value ?? '')
  }, [value])
  const isWrong = text.trim() !== '' && readNumber(text) === null
  return (
    <TextInput
      ref={input}
      className={classes.bound}
      aria-label={name}
      placeholder={hint}
      inputMode="decimal"
      size="xs"
      value={text}
      error={isWrong}
      title={isWrong ? 'Введите число, например 7,5' : undefined}
      onChange={(event) => {
        setText(event.currentTarget.value)
        commit(event.currentTarget.value)
      }}
    />
  )
}
