import { describe, expect, it } from 'vitest'
import { converterNames } from '../../../src/mapping/converters.ts'
import { fieldKinds } from '../../../src/mapping/field-kind.ts'
import { language } from '../../../src/mapping/language.ts'
import { entities } from '../../../src/model/index.ts'
import { optionTitle } from '../../../src/model/titles.ts'
import { converterWords, wordsAt } from '../../../src/web/client/pages/mappings/language-words.ts'

describe('the words completion offers', () => {
  it.each([
    [[], 'lookup'],
    [['from'], 'set'],
    [['from', 'registers', 'Цены'], 'by'],
    [['into'], 'method'],
    [['fields', 'name'], 'orElse'],
    [['fields', 'schedule', 'fields', 'dueOn'], 'as'],
    [['lookup'], 'phone'],
  ])('at %j are those of the section, «%s» among them', (path, word) => {
    expect(wordsAt(language, path)).toHaveProperty(word)
  })

  it.each([
    [['fields']],
    [['fields', 'kind', 'values']],
    [['from', 'only']],
    [['from', 'registers']],
    [['fields', 'schedule', 'fields']],
  ])('are none at %j, where names are free', (path) => expect(wordsAt(language, path)).toBeNull())

  it('explain every converter', () => {
    expect(converterNames.filter((name) => !converterWords[name])).toEqual([])
  })

  it('have a Russian title for every value of the model', () => {
    const options = Object.keys(entities).flatMap((entity) =>
      Object.values(fieldKinds(entity as keyof typeof entities)).flatMap(({ options }) => options ?? []),
    )
    expect(options.filter((option) => optionTitle(option) === option)).toEqual([])
  })
})
