import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verify } from '../../src/flows/verify/verify.ts'
import { odata, startWorld, type World } from '../world.ts'
import { enter, hasChromium, laptop, openBrowser, openPage, phone } from './chromium.ts'

let world: World
let browser: Browser

describe.runIf(hasChromium)('the page «Сверка» in Chromium', () => {
  beforeAll(async () => {
    ;[world, browser] = await Promise.all([startWorld(), openBrowser()])
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  const openVerify = async (login: string, viewport = laptop) => {
    const page = await openPage(browser, viewport)
    await enter(page, world.hub.address, login)
    await page.getByRole('navigation').getByRole('link', { name: 'Сверка' }).click()
    await page.getByRole('heading', { name: 'Сверка', exact: true }).waitFor()
    return page
  }

  test('a first comparison is asked for by a button and tells that nothing was lost', async () => {
    const page = await openVerify('director')
    await page.getByText('Сверки ещё не было').waitFor()
    await page.getByRole('button', { name: 'Сверить сейчас' }).click()
    await page.getByText(/Ничего не потеряно: 1С и хаб совпадают, проверили [\d\s]+ объект/).waitFor()
    await page.getByRole('row', { name: /Помещения .* нет/ }).waitFor()
    expect(page.complaints).toEqual([])
  })

  test('progress is shown while 1C takes its time', async () => {
    const page = await openVerify('director')
    world.twin.infobase.faults.latencyMs = 150
    await page.getByRole('button', { name: 'Сверить сейчас' }).click()
    await page.getByRole('progressbar', { name: 'Ход сверки' }).waitFor()
    await page.getByText(/Идёт сверка с/).waitFor()
    world.twin.infobase.faults.latencyMs = 0
    await page.getByText(/Идёт сверка с/).waitFor({ state: 'detached' })
  })

  test('a gap is named with its reason, and its button mends it', async () => {
    world.twin.infobase.faults.tombstones = false
    const [unit] = await odata(world.twin).list('Catalog_Квартиры', "Статус eq 'НеВПродаже'")
    await odata(world.twin).remove('Catalog_Квартиры', String(unit?.Ref_Key))
    await verify(world.hub.hub, { cause: 'schedule', heal: false, alone: false })
    const page = await openPage(browser, laptop)
    await enter(page, world.hub.address, 'admin')
    await page.getByRole('region', { name: 'Требует внимания' }).getByRole('link', { name: 'Сверка' }).click()
    await page.getByText('Хаб и 1С расходятся: 1 расхождение').waitFor()
    const gap = page.getByRole('listitem').filter({ hasText: 'из 1С исчезло' })
    await gap.getByRole('button', { name: 'Исправить' }).click()
    await gap.getByText('Исправлено').waitFor()
    await page.getByText(/1 расхождение исправлено/).waitFor()
    expect(page.complaints).toEqual([])
  })

  test('the sales office has no such page', async () => {
    const page = await openPage(browser, laptop)
    await enter(page, world.hub.address, 'sales')
    expect(await page.getByRole('link', { name: 'Сверка' }).count()).toBe(0)
    await page.goto(`${world.hub.address}/verify`)
    await page.getByText('Сверка открыта администратору и руководителю').waitFor()
  })

  test.each([
    ['a laptop', laptop],
    ['a phone', phone],
  ])('the page is no wider than %s', async (_what, viewport) => {
    const page = await openVerify('director', viewport)
    await page.getByRole('table').first().waitFor()
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
  })
})
