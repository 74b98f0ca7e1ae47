import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorld, until, type World } from '../world.ts'
import { enter, hasChromium, laptop, openBrowser, openPage, phone } from './chromium.ts'

let world: World
let browser: Browser

describe.runIf(hasChromium)('the page «Повтор» in Chromium', () => {
  beforeAll(async () => {
    ;[world, browser] = await Promise.all([startWorld(), openBrowser()])
    const event = (n: number) => ({
      calluuid: `PAGE-${n}`,
      ani: `+7999580000${n}`,
      dnis: '+74950000101',
      state: 'Ringing',
    })
    for (const n of [1, 2, 3]) await park(`page-${n}`, event(n))
    await park('page-4', {})
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  /** A report of the contact centre that could not be read when it came. */
  const park = (key: string, event: object) =>
    world.hub.hub.inbox.put({
      source: 'genesys-engage',
      key,
      contentType: 'application/json',
      headers: {},
      body: JSON.stringify({ method: 'POST', query: {}, contentType: 'application/json', body: JSON.stringify(event) }),
      parked: 'Нет поля calluuid: проверьте стратегию Genesys',
    })

  const openReplay = async (login: string, address = '/replay', viewport = laptop) => {
    const page = await openPage(browser, viewport)
    await enter(page, world.hub.address, login)
    await page.goto(world.hub.address + address)
    return page
  }

  test('what is parked is listed, looked at without a write, and then done', async () => {
    const page = await openReplay('admin', '/replay?what=fact')
    await page.getByText('4 сообщения').first().waitFor()
    await page.getByRole('button', { name: 'Посмотреть, что будет сделано' }).click()
    await page.getByText('Проверено: ничего не записано.').waitFor()
    expect(await page.getByText('В 1С будет создан новый объект.').count()).toBe(3)
    await page.getByText('Что именно: Document_ТелефонныйЗвонок').first().click()
    await page.getByText('engage:PAGE-1').first().waitFor()
    expect(await interactions()).toBe(0)

    await page.getByRole('button', { name: 'К отбору' }).click()
    await page.getByRole('button', { name: 'Повторить 4 сообщения' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Повторить 4 сообщения' }).click()
    await page.getByText('Закончено.').waitFor()
    expect(await page.getByText('Взаимодействие создано в 1С.').count()).toBe(3)
    await page.getByLabel('Какие строки показать').selectOption({ label: 'Не получилось: 1' })
    await page.getByText('Взаимодействие создано в 1С.').first().waitFor({ state: 'detached' })
    expect(await page.getByRole('listitem').filter({ hasText: 'Не получилось' }).count()).toBeGreaterThan(0)
    expect(await interactions()).toBe(3)
    expect(page.complaints).toEqual([])
  })

  test('the desktop offers to do all again that failed for one reason', async () => {
    await Promise.all(
      [1, 2].map((n) =>
        park(`desk-${n}`, { calluuid: `DESK-${n}`, ani: `+7999581000${n}`, dnis: '+74950000101', state: 'Ringing' }),
      ),
    )
    const page = await openReplay('admin', '/')
    const row = page.getByRole('listitem').filter({ hasText: 'Нет поля calluuid' })
    await row.getByRole('button', { name: 'Прочитать все снова' }).click()
    await until('both calls are known', async () => {
      const calls = await world.hub.hub.db
        .selectFrom('call')
        .select('onecState')
        .where('callKey', 'like', 'DESK-%')
        .execute()
      return calls.length === 2 && calls.every(({ onecState }) => onecState === 'written')
    })
    await row.waitFor({ state: 'detached' })
  })

  test('the director has no such page', async () => {
    const page = await openReplay('director')
    await page.getByText('Повтор открыт администратору').waitFor()
    expect(await page.getByRole('link', { name: 'Повтор' }).count()).toBe(0)
  })

  test.each([
    ['a laptop', laptop],
    ['a phone', phone],
  ])('the page is no wider than %s', async (what, viewport) => {
    const page = await openReplay('admin', '/replay?what=fact&state=all', viewport)
    await page.getByRole('heading', { name: 'Под отбор попадает' }).waitFor()
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/replay-${what.replace(' ', '-')}.png` })
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
  })

  const interactions = async () =>
    world.twin.infobase
      .list('Document_ТелефонныйЗвонок')
      .filter(({ ВнешнийКод }) => String(ВнешнийКод).startsWith('engage:PAGE-')).length
})
