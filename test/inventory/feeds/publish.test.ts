import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BadInputError, BrakeError, UnavailableError } from '../../../src/errors.ts'
import { feedLoader } from '../../../src/inventory/feeds/load.ts'
import { readPublication } from '../../../src/inventory/feeds/publication.ts'
import { type PublishOptions, publishFeed } from '../../../src/inventory/feeds/publish.ts'

const name = 'yandex.xml'
const noon = new Date('2026-11-24T12:00:00Z')
const evening = new Date('2026-11-24T18:00:00Z')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feeds-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const documentOf = (offers: string[], at: Date) => [`<feed at="${at.toISOString()}">`, ...offers, '</feed>']

async function publish(offers: string[], now: Date, changes: Partial<PublishOptions> = {}) {
  const previous = await readPublication(folder, name)
  const chunks = documentOf(offers, now)
  return publishFeed({
    folder,
    name,
    chunks,
    offers: offers.length,
    previous,
    brakeShare: 0.2,
    confirmed: null,
    now,
    ...changes,
  })
}

const offers = (count: number) => Array.from({ length: count }, (_, index) => `<offer>${index}</offer>`)

async function served(): Promise<string | null> {
  const feed = await feedLoader(folder)(name)
  if (!feed) return null
  expect(gunzipSync(feed.gzip)).toEqual(feed.plain)
  expect(createHash('sha256').update(feed.plain).digest('hex')).toContain(feed.publication.etag)
  return feed.plain.toString()
}

describe('publishing a feed', () => {
  test('puts a document, its gzip and their description into the folder, and nothing else', async () => {
    const { publication, isNew } = await publish(offers(3), noon)
    expect(isNew).toBe(true)
    expect(publication).toMatchObject({ name, offers: 3, publishedAt: '2026-11-24T12:00:00.000Z' })
    expect(await readPublication(folder, name)).toEqual(publication)
    expect((await readdir(folder)).toSorted()).toEqual(
      [publication.file, publication.gzipFile, 'yandex.xml.json'].toSorted(),
    )
    expect(await served()).toBe(documentOf(offers(3), noon).join(''))
  })

  test('replaces the document when an offer changed, and clears the old one away', async () => {
    const before = (await publish(offers(3), noon)).publication
    const { publication, isNew } = await publish([...offers(2), '<offer>new</offer>'], evening)
    expect(isNew).toBe(true)
    expect(publication.etag).not.toBe(before.etag)
    expect(await readdir(folder)).toHaveLength(3)
    expect(await served()).toContain('<offer>new</offer>')
  })

  test('drops a document that says the same at a later moment', async () => {
    const before = (await publish(offers(3), noon)).publication
    expect(await publish(offers(3), evening)).toEqual({ publication: before, isNew: false })
    expect(await readdir(folder)).toHaveLength(3)
    expect(await served()).toContain(noon.toISOString())
  })

  test('publishes the same again when its files were lost', async () => {
    const before = (await publish(offers(3), noon)).publication
    await rm(join(folder, before.gzipFile))
    expect((await publish(offers(3), evening)).isNew).toBe(true)
    expect(await served()).toContain(evening.toISOString())
  })

  test('leaves the feed as it was when the offers cannot all be made', async () => {
    await publish(offers(3), noon)
    function* broken() {
      yield* documentOf(offers(2), evening)
      throw new TypeError('no such field')
    }
    await expect(publish(offers(3), evening, { chunks: broken() })).rejects.toThrow(TypeError)
    expect(await readdir(folder)).toHaveLength(3)
    expect(await served()).toContain(noon.toISOString())
  })

  test('says whose turn it is when the folder cannot be written', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    const attempt = publish(offers(3), noon, { folder: join(file, 'feeds') })
    await expect(attempt).rejects.toThrow(/место на диске/)
    await expect(attempt).rejects.toBeInstanceOf(UnavailableError)
  })

  test('keeps documents of many pieces byte for byte', async () => {
    const many = offers(50_000)
    await publish(many, noon)
    expect(await served()).toBe(documentOf(many, noon).join(''))
  })

  test('keeps two feeds in one folder apart', async () => {
    await publish(offers(3), noon)
    await publish(offers(5), noon, { name: 'yandex-parking.xml', previous: null })
    await publish(offers(4), evening)
    expect((await readPublication(folder, 'yandex-parking.xml'))?.offers).toBe(5)
    expect((await feedLoader(folder)('yandex-parking.xml'))?.publication.offers).toBe(5)
  })
})

describe('the mass-loss brake', () => {
  test.each([
    [10, 8, true],
    [10, 7, false],
    [10, 0, false],
    [1, 1, true],
    [1, 0, false],
  ])('on the way from %d offers to %d: published is %s', async (before, after, isPublished) => {
    await publish(offers(before), noon)
    const attempt = publish([...offers(after).slice(1), '<offer>other</offer>'].slice(0, after), evening)
    if (isPublished) await expect(attempt).resolves.toMatchObject({ isNew: true })
    else await expect(attempt).rejects.toBeInstanceOf(BrakeError)
    expect((await readPublication(folder, name))?.offers).toBe(isPublished ? after : before)
  })

  test('tells a person the figures and what to do, and keeps the old feed', async () => {
    await publish(offers(10), noon)
    const error = await publish(offers(3), evening).catch((error: unknown) => error)
    expect(error).toMatchObject({
      message:
        'Фид yandex.xml не опубликован: предложений 10, стало бы 3 (без подтверждения можно потерять не больше 20 %). ' +
        'Отдаётся прежний фид. Проверьте статусы, цены и площади в 1С; если всё верно, подтвердите публикацию',
      facts: { feed: name, offers: 3, previous: 10, confirmed: null, brakeShare: 0.2 },
    })
    expect(await served()).toContain(noon.toISOString())
  })

  test('holds an empty first feed back', async () => {
    await expect(publish([], noon)).rejects.toThrow(/нет ни одного предложения.*Фид пока не отдаётся/)
    expect(await served()).toBeNull()
  })

  test('lets through what a person confirmed, and asks again when still more goes', async () => {
    await publish(offers(100), noon)
    const attempt = publish(offers(39), evening, { confirmed: 50 })
    await expect(attempt).rejects.toThrow(/предложений 100, подтверждено снижение до 50, стало бы 39/)
    expect((await publish(offers(45), evening, { confirmed: 50 })).publication.offers).toBe(45)
  })

  test('does not take a number confirmed long ago for a reason to hold a grown feed back', async () => {
    await publish(offers(10), noon)
    expect((await publish(offers(9), evening, { confirmed: 50 })).isNew).toBe(true)
  })

  test('lets an empty first feed through once confirmed', async () => {
    expect((await publish([], noon, { confirmed: 0 })).publication.offers).toBe(0)
  })

  test('lets an empty feed through once confirmed, and the next ones after it', async () => {
    await publish(offers(2), noon)
    expect((await publish([], evening, { confirmed: 0 })).publication.offers).toBe(0)
    expect((await publish([], evening)).isNew).toBe(false)
  })
})

describe('a publication after a crash', () => {
  test('is the old one while only files of the new one are there; they go after an hour', async () => {
    await publish(offers(3), noon)
    const leftovers = [`${name}.${'0'.repeat(32)}`, `${name}.${'0'.repeat(32)}.gz`, `${name}.5a2f.tmp`]
    for (const leftover of leftovers) {
      await writeFile(join(folder, leftover), 'half')
      await utimes(join(folder, leftover), noon, noon)
    }
    expect(await served()).toContain(noon.toISOString())
    await publish(offers(4), new Date(noon.getTime() + 59 * 60_000))
    expect(await readdir(folder)).toEqual(expect.arrayContaining(leftovers))
    await publish(offers(5), evening)
    expect(await readdir(folder)).toHaveLength(3)
  })

  test('is whole wherever the process was killed', async () => {
    const script = new URL('publish-until-killed.ts', import.meta.url).pathname
    for (let round = 0; round < 4; round++) {
      const known = await readPublication(folder, name)
      const child = spawn(process.execPath, [script, folder], { stdio: 'ignore' })
      try {
        const isReplaced = async () => (await readPublication(folder, name))?.etag !== known?.etag
        await vi.waitUntil(isReplaced, { interval: 5, timeout: 10_000 })
      } finally {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      expect(await served()).toMatch(/^<feed><offer internal-id="\d+-\d+-0"\/>.*-499"\/><\/feed>$/)
    }
    await publish(offers(500), new Date(Date.now() + 2 * 3_600_000))
    expect(await readdir(folder)).toHaveLength(3)
  })

  test('that cannot be read is not taken for a first one', async () => {
    await publish(offers(3), noon)
    await writeFile(join(folder, `${name}.json`), '{}')
    await expect(readPublication(folder, name)).rejects.toBeInstanceOf(BadInputError)
    await expect(readPublication(folder, name)).rejects.toThrow(/yandex\.xml\.json повреждено. Удалите/)
  })
})

describe('a loaded feed', () => {
  test('is kept until it is replaced, and served on when the new files are gone', async () => {
    const load = feedLoader(folder)
    expect(await load(name)).toBeNull()
    await publish(offers(3), noon)
    const first = await load(name)
    expect(await load(name)).toBe(first)
    const { publication } = await publish(offers(4), evening)
    const second = await load(name)
    expect(second?.publication).toEqual(publication)
    const third = (await publish(offers(5), evening)).publication
    await rm(join(folder, third.file))
    expect(await load(name)).toBe(second)
  })

  test('is an error, not an empty feed, when nothing of it can be read', async () => {
    const { publication } = await publish(offers(3), noon)
    await writeFile(join(folder, publication.file), 'half')
    await expect(feedLoader(folder)(name)).rejects.toBeInstanceOf(UnavailableError)
    expect(await readFile(join(folder, publication.file), 'utf8')).toBe('half')
  })

  test('is read once for many readers that come together', async () => {
    await publish(offers(3), noon)
    const load = feedLoader(folder)
    const [first, second] = await Promise.all([load(name), load(name)])
    expect(first).toBe(second)
  })
})
