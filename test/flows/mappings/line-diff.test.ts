import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineDiff } from '../../../src/flows/mappings/line-diff.ts'

const text = (...lines: string[]) => `${lines.join('\n')}\n`

test('equal texts have no places', () => {
  expect(lineDiff(text('a', 'b'), text('a', 'b'))).toEqual([])
})

test('a change is shown with three lines around it and the numbers of both sides', () => {
  const before = text('1', '2', '3', '4', '5', '6', '7', '8', '9')
  const after = text('1', '2', '3', '4', 'five', '6', '7', '8', '9', '10')
  const [place, ...more] = lineDiff(before, after)
  expect(more).toEqual([])
  expect(place?.map(({ kind, text: line }) => `${kind[0]} ${line}`)).toEqual([
    's 2',
    's 3',
    's 4',
    'r 5',
    'a five',
    's 6',
    's 7',
    's 8',
    's 9',
    'a 10',
  ])
  expect(place?.find(({ kind }) => kind === 'removed')).toMatchObject({ before: 5, after: null })
  expect(place?.findLast(({ kind }) => kind === 'added')).toMatchObject({ before: null, after: 10 })
})

test('changes far from each other are two places', () => {
  const lines = Array.from({ length: 30 }, (_, n) => String(n))
  const after = lines.with(2, 'two').with(25, 'more')
  expect(lineDiff(text(...lines), text(...after)).map((place) => place.length)).toEqual([7 - 1 + 1, 8])
})

test('a file that came or went is added or removed whole', () => {
  expect(lineDiff(null, text('a', 'b')).flat()).toMatchObject([{ kind: 'added' }, { kind: 'added' }])
  expect(lineDiff(text('a'), null).flat()).toMatchObject([{ kind: 'removed', before: 1 }])
})

test('what is removed and added leads from any text to any other', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = lineDiff(text(...before), text(...after)).flat()
      const removed = new Set(diff.flatMap((line) => (line.kind === 'removed' ? [line.before] : [])))
      const added = new Map(diff.flatMap((line) => (line.kind === 'added' ? [[line.after, line.text] as const] : [])))
      const left = text(...before)
        .slice(0, -1)
        .split('\n')
        .filter((_, n) => !removed.has(n + 1))
      const made: string[] = []
      for (let n = 1; left.length > 0 || added.has(n); n++) made.push(added.get(n) ?? left.shift() ?? '')
      expect(made.join('\n')).toBe(after.join('\n'))
    }),
  )
})
