import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { drawPlan, planTypes } from '../../../src/twin/plans/plan.ts'

test('every type has a plan that is well-formed and tells the area', () => {
  expect(planTypes).toHaveLength(24)
  for (const type of planTypes) {
    const svg = drawPlan(type) ?? ''
    expect(XMLValidator.validate(svg)).toBe(true)
    const { svg: picture } = new XMLParser({ ignoreAttributes: false }).parse(svg)
    expect(picture.title).toMatch(/, \d+,\d м²$/)
    expect(svg).not.toContain('NaN')
  }
})

test('variants differ, a bare kind is its first variant, and the same type is always the same picture', () => {
  expect(new Set(['2k-a', '2k-b', '2k-c'].map(drawPlan)).size).toBe(3)
  expect(drawPlan('2k')).toBe(drawPlan('2k-a'))
  expect(drawPlan('2k-a')).toBe(drawPlan('2k-a'))
})

test.each(['9k', '2k-z', '', '../2k'])('there is no plan for «%s»', (type) => {
  expect(drawPlan(type)).toBeNull()
})
