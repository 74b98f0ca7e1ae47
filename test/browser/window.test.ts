import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hook, odata, startWorld, type World } from '../world.ts'
import { enter, hasChromium, laptop, openBrowser, openPage, phone } from './chromium.ts'

let world: World
let browser: Browser

describe.runIf(hasChromium)('the window in Chromium', () => {
  beforeAll(async () => {
    ;[world, browser] = await Promise.all([startWorld(), openBrowser()])
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  test('a wrong password is told under the field, a right one opens the desktop', async () => {
    const page = await openPage(browser, laptop)
    await page.goto(world.hub.address)
    await page.getByLabel('Логин').fill('sales')
    await page.getByLabel('Пароль', { exact: true }).fill('wrong')
    await page.keyboard.press('Enter')
    await page.getByText('Логин или пароль не подходят').waitFor()
    await page.getByLabel('Пароль', { exact: true }).fill('demo')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Рабочий стол' }).waitFor()
    await page.getByRole('link', { name: '1С на связи' }).waitFor()
  })

  test('a call appears on the desktop by itself and leads to its steps', async () => {
    const page = await openPage(browser, laptop)
    await enter(page, world.hub.address, 'director')
    await hook(world.hub, '/hooks/genesys/engage', {
      calluuid: 'BROWSER1',
      ani: '+79997775501',
      dnis: '+74950000101',
      state: 'Ringing',
    })
    const row = page.getByRole('row', { name: /\+7 999 777-55-01/ })
    await row.waitFor()
    await row.getByText('Записан').waitFor()
    await row.getByRole('link', { name: 'Ход звонка по шагам' }).click()
    await page.getByText('Взаимодействие создано в 1С').waitFor()
    expect(page.complaints).toEqual([])
  })

  test('a unit sold in 1C changes on the open chessboard', async () => {
    const onec = odata(world.twin)
    const [unit] = await onec.list('Catalog_Квартиры', "Статус eq 'Свободна' and ВидПомещения eq 'Квартира'")
    const page = await openPage(browser, laptop)
    await enter(page, world.hub.address, 'sales')
    await page.goto(`${world.hub.address}/chessboard/${unit?.Owner_Key}?unit=${unit?.Ref_Key}`)
    const card = page.getByRole('complementary')
    await card.getByText('Свободна', { exact: false }).first().waitFor()
    await onec.patch('Catalog_Квартиры', String(unit?.Ref_Key), { Статус: 'Забронирована' })
    await card.getByText('Забронирована', { exact: false }).first().waitFor({ timeout: 5000 })
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'detached' })
    expect(page.complaints).toEqual([])
  })

  test('the journal is for the administrator and the director only', async () => {
    const page = await openPage(browser, laptop)
    await enter(page, world.hub.address, 'admin')
    await page.getByRole('link', { name: 'Журнал' }).click()
    await page.getByText('Первоначальное чтение базы 1С').waitFor()
    const sales = await openPage(browser, laptop)
    await enter(sales, world.hub.address, 'sales')
    expect(await sales.getByRole('link', { name: 'Журнал' }).count()).toBe(0)
  })

  test.each([
    ['a laptop', laptop],
    ['a phone', phone],
  ])('no page of the window is wider than %s', async (_what, viewport) => {
    const page = await openPage(browser, viewport)
    await enter(page, world.hub.address, 'director')
    for (const path of ['/', '/chessboard', '/journal']) {
      await page.goto(world.hub.address + path)
      await page.getByRole('heading').first().waitFor()
      await page.waitForLoadState('load')
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(`${path} ${overflow}`).toBe(`${path} 0`)
    }
    expect(page.complaints).toEqual([])
  })
})
