import { expect, test } from 'vitest'
import { readHeader } from '../../../src/twin/mail/headers.ts'

const subjectOf = (header: string) =>
  readHeader(Buffer.from(`From: a@x.invalid\r\n${header}\r\n\r\nSubject: body`), 'Subject')

test.each([
  ['plain', 'Subject: Hello', 'Hello'],
  ['raw UTF-8', 'Subject: Привет', 'Привет'],
  ['base64', 'Subject: =?UTF-8?B?0J/RgNC40LLQtdGC?=', 'Привет'],
  ['quoted, with spaces as underscores', 'Subject: =?utf-8?Q?=D0=94=D0=B0_=3D_yes?=', 'Да = yes'],
  ['a letter cut in two between words', 'Subject: =?utf-8?B?0J/R?=\r\n =?utf-8?B?gNC40LLQtdGC?=', 'Привет'],
  ['words in two charsets', 'Subject: =?utf-8?B?0J/RgNC4?= =?windows-1251?Q?=E2=E5=F2?=', 'Привет'],
  ['encoded and plain mixed', 'Subject: Re: =?utf-8?B?0J/RgNC40LLQtdGC?= (2)', 'Re: Привет (2)'],
  ['an unknown charset', 'Subject: =?x-none?B?0J/R?=', '=?x-none?B?0J/R?='],
  ['absent', 'X-Other: 1', null],
])('a subject is read: %s', (_, header, subject) => {
  expect(subjectOf(header)).toBe(subject)
})
