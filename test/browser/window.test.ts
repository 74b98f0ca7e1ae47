import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hook, odata, startWorld, type World } from '../world.ts'
import { enter, hasChromium, laptop, openBrowser, openPage, phone } from './chromium.ts'

/** Pages of the director, each with what it shows when it is there. */
const phonePages = [
  ['/', 'table'],
  ['/chessboard', '[data-ref]'],
  ['/journal', '[data-index]'],
  ['/verify', 'table'],
] as const

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
    await page.getByLabel('Пароль', { exact: true }).fill('')
    await page.getByRole('button', { name: 'Войти' }).click()
    await page.getByText('Введите пароль.').waitFor()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('password')
    await page.getByLabel('Пароль', { exact: true }).fill('demo')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Рабочий стол' }).waitFor()
    await page.getByRole('link', { name: '1С на связи' }).waitFor()
  })

  test('a network that keeps one waiting is told in words, not by an empty page', async () => {
    const page = await openPage(browser, laptop)
    await enter(page, world.hub.address, 'sales')
    const answer = Promise.withResolvers<void>()
    await page.route('**/api/me', async (route) => {
      await answer.promise
      await route.continue()
    })
    await page.reload()
    await page.getByText('Открываем рабочее место…').waitFor()
    answer.resolve()
    await page.getByRole('heading', { name: 'Рабочий стол' }).waitFor()
    expect(await page.getByText('Открываем рабочее место…').count()).toBe(0)
  })

  test('1C going away and coming back is told on an open desktop', async () => {
    const page = await openPage(browser, laptop)
    await enter(page, world.hub.address, 'director')
    const row = page.getByRole('region', { name: 'Требует внимания' }).getByText('Нет связи с 1С')
    await page.getByText('Обмен с 1С идёт').waitFor()
    world.twin.infobase.faults.maintenance = true
    await row.waitFor()
    world.twin.infobase.faults.maintenance = false
    await row.waitFor({ state: 'detached' })
  })

  test('only those who mend the exchange are shown its machine room', async () => {
    const rows = async (login: string) => {
      const page = await openPage(browser, laptop)
      await enter(page, world.hub.address, login)
      const panel = page.getByRole('region', { name: 'Обмен с 1С' })
      await panel.getByText('Полное чтение').waitFor()
      return panel.getByRole('term').allTextContents()
    }
    expect(await rows('admin')).toEqual(expect.arrayContaining(['1С отвечает', 'Сеансы в 1С', 'База']))
    expect(await rows('operator')).toEqual(['1С отвечала', 'Изменения', 'Полное чтение'])
  })

  test('whoever works in the dark scheme prints dark letters on white paper', async () => {
    const page = await openPage(browser, laptop, { colorScheme: 'dark' })
    await page.addInitScript(() => localStorage.setItem('mantine-color-scheme-value', 'dark'))
    await enter(page, world.hub.address, 'sales')
    const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)
    const ink = () => page.evaluate(() => getComputedStyle(document.body).color)
    expect(await scheme()).toBe('dark')
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
    expect([await scheme(), await ink()]).toEqual(['light', 'rgb(29, 36, 42)'])
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
    expect(await scheme()).toBe('dark')
  })

  test('with the server gone another page still opens, says why it is empty, and its button fills it', async () => {
    const page = await openPage(browser, laptop)
    const script = page.waitForResponse(/chessboard-page.*\.js$/)
    await enter(page, world.hub.address, 'sales')
    await (await script).finished()
    await page.context().setOffline(true)
    await page.getByRole('link', { name: 'Шахматка' }).click()
    await page.getByRole('alert').getByText('Сервер не отвечает.', { exact: true }).waitFor()
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Повторить' }).click()
    await page.locator('[data-ref]').first().waitFor()
  })

  test('a session that ends in the middle of work says so and leads back to the same flat', async () => {
    const page = await openPage(browser, laptop)
    await enter(page, world.hub.address, 'sales')
    await page.goto(`${world.hub.address}/chessboard?rooms=2`)
    await page.locator('[data-ref]').first().waitFor()
    await page.context().clearCookies()
    await page.locator('[data-ref]').first().click()
    await page.getByText('Сеанс закончился').waitFor()
    await page.getByLabel('Логин').fill('sales')
    await page.getByLabel('Пароль', { exact: true }).fill('demo')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary', { name: 'Карточка помещения' }).waitFor()
    expect(page.url()).toMatch(/\/chessboard\/.+rooms=2.*unit=/)
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
    await page.getByRole('navigation').getByRole('link', { name: 'Журнал' }).click()
    await page.getByLabel('Искать в журнале').waitFor()
    // The key of the slash on a Russian keyboard leads to the search.
    await page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { key: '.', code: 'Slash' })))
    await page.keyboard.type('Первоначальное чтение')
    await page.getByText('Первоначальное чтение базы 1С').waitFor()
    const sales = await openPage(browser, laptop)
    await enter(sales, world.hub.address, 'sales')
    expect(await sales.getByRole('link', { name: 'Журнал' }).count()).toBe(0)
  })

  test('under a finger no button is lower than 40 pixels, and the whole row of a call opens its card', async () => {
    const page = await openPage(browser, phone, { hasTouch: true, isMobile: true })
    const low = () =>
      page
        .locator('button:not([data-ref]), select')
        .evaluateAll((all) =>
          all.filter((each) => each.checkVisibility() && each.clientHeight < 38).map((each) => each.textContent),
        )
    await page.goto(`${world.hub.address}/login`)
    await page.getByRole('button', { name: 'Войти' }).waitFor()
    expect(await low()).toEqual([])
    await enter(page, world.hub.address, 'director')
    await page.getByRole('row', { name: /777-55-01/ }).tap({ position: { x: 300, y: 40 } })
    await page.getByRole('complementary', { name: 'Карточка звонка' }).waitFor()
    await page.getByRole('button', { name: 'Закрыть' }).tap()
    for (const [path, first] of phonePages) {
      await page.goto(world.hub.address + path)
      await page.locator(first).first().waitFor()
      expect({ path, low: await low() }).toEqual({ path, low: [] })
    }
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
