import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorld, type World } from '../world.ts'
import { enter, hasChromium, laptop, openBrowser, openPage, phone } from './chromium.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-bench-page-'))
let world: World
let browser: Browser

describe.runIf(hasChromium)('the page «Соответствия» in Chromium', () => {
  beforeAll(async () => {
    cpSync(join(import.meta.dirname, '../../mappings'), folder, { recursive: true })
    ;[world, browser] = await Promise.all([startWorld({ HUB_MAPPINGS: folder }), openBrowser()])
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const openBench = async (viewport = laptop) => {
    const page = await openPage(browser, viewport)
    await enter(page, world.hub.address, 'admin')
    await page.getByRole('link', { name: 'Соответствия' }).click()
    await page.getByRole('link', { name: 'Клиент', exact: true }).click()
    await cells(page, 'Фамилия').first().waitFor()
    return page
  }
  const cells = (page: Page, field: string) =>
    page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: field, exact: true }) })
      .getByRole('cell')

  /** Replaces a word of the text, as a person does: double click and type. */
  const retype = async (page: Page, line: RegExp, word: string, typed: string) => {
    const place = page.locator('.cm-line').filter({ hasText: line })
    await place.getByText(word).last().dblclick()
    await page.keyboard.type(typed)
  }

  test('a changed path changes the cells of real records as one types, and says what was there', async () => {
    const page = await openBench()
    const before = await cells(page, 'Фамилия').first().textContent()
    const middleName = await cells(page, 'Отчество').first().textContent()
    await retype(page, /lastName: Фамилия/, 'Фамилия', 'Отчество')
    await page.getByText('Изменится 5 значений').waitFor()
    const changed = cells(page, 'Фамилия').first()
    expect(await changed.locator('del').textContent()).toBe(before)
    expect(await changed.textContent()).toBe(`${before}${middleName}`)
    await page.getByText('Правка не в работе').waitFor()
    expect(page.complaints).toEqual([])
  })

  test('the line being written stays in sight when its finding takes room below it', async () => {
    const page = await openBench()
    await page.locator('.cm-line').first().click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type('bogus: x')
    await page
      .getByRole('list', { name: 'Замечания' })
      .getByRole('button', { name: /«bogus»/ })
      .waitFor()
    const isInSight = () =>
      page.evaluate(() => {
        const line = [...document.querySelectorAll('.cm-line')].find(({ textContent }) => textContent === 'bogus: x')
        const scroller = document.querySelector('.cm-scroller')
        return !!line && !!scroller && line.getBoundingClientRect().bottom <= scroller.getBoundingClientRect().bottom
      })
    await expect.poll(isInSight).toBe(true)
  })

  test('a typo is found with its line and remedy, at its cell, and F8 leads to it', async () => {
    const page = await openBench()
    await retype(page, /lastName: Фамилия/, 'Фамилия', 'Фамили')
    await page.keyboard.press('Escape')
    const finding = page
      .getByRole('list', { name: 'Замечания' })
      .getByRole('button', { name: /стр\. \d+.*может быть, «Фамилия»/ })
    await finding.waitFor()
    await cells(page, 'Фамилия')
      .getByText(/нет реквизита «Фамили»/)
      .waitFor()
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('F8')
    expect(await page.evaluate(() => getSelection()?.toString())).toBe('Фамили')
    await page.getByRole('button', { name: 'Заменить на Фамилия' }).click()
    await finding.waitFor({ state: 'detached' })
    await page
      .locator('.cm-line')
      .filter({ hasText: /lastName: Фамилия$/ })
      .waitFor()
    expect(page.complaints).toEqual([])
  })

  test('an attribute is completed from the base, a reference on to the object it leads to', async () => {
    const page = await openBench()
    await retype(page, /lastName: Фамилия/, 'Фамилия', 'ОсновнойМ')
    const offered = page.locator('.cm-tooltip-autocomplete')
    await offered.getByText('Основной менеджер · ссылка на «Пользователи»').waitFor()
    await offered.getByText('реквизиты «Пользователи»').click()
    await offered.getByText('Электронная почта · строка').waitFor()
    await page.keyboard.type('Теле')
    await offered.getByText('Телефон · строка').click()
    await page.locator('.cm-line').filter({ hasText: 'lastName: ОсновнойМенеджер.Телефон' }).waitFor()
    expect(page.complaints).toEqual([])
  })

  test('the tree of 1C puts a whole path at the cursor, the model leads to the line of a field', async () => {
    const page = await openBench()
    await page
      .getByRole('complementary', { name: 'Модель хаба' })
      .getByRole('button', { name: /^Отчество/ })
      .click()
    await page.keyboard.press('End')
    await page.keyboard.press('Control+Shift+ArrowLeft')
    const tree = page.getByRole('tree')
    await tree.getByRole('treeitem', { name: /ИНН/ }).click()
    await page.locator('.cm-line').filter({ hasText: 'middleName: ИНН' }).waitFor()
    expect(page.complaints).toEqual([])
  })

  test('an unsaved edit survives a reload; when the file changes meanwhile, both texts stay at hand', async () => {
    const page = await openBench()
    await retype(page, /lastName: Фамилия/, 'Фамилия', 'ИНН')
    await page.keyboard.press('Escape')
    await page.getByText('Правка не в работе').waitFor()
    await page.reload()
    await page.locator('.cm-line').filter({ hasText: 'lastName: ИНН' }).waitFor()
    await page.evaluate(() => {
      const key = 'realtor-hub.mapping.client.yaml'
      localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key) ?? ''), base: 'another' }))
    })
    await page.reload()
    await page.getByText('файл на диске изменился').waitFor()
    await page.getByRole('button', { name: 'Взять файл с диска' }).click()
    await page.locator('.cm-line').filter({ hasText: 'lastName: Фамилия' }).waitFor()
  })

  test('a file that changes on the disk changes in the open editor, when nothing is being edited there', async () => {
    const page = await openBench()
    const file = join(folder, 'client.yaml')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('middleName: Отчество', 'middleName: ИНН'))
    await page.locator('.cm-line').filter({ hasText: 'middleName: ИНН' }).waitFor()
    writeFileSync(file, text)
    await page.locator('.cm-line').filter({ hasText: 'middleName: Отчество' }).waitFor()
    expect(page.complaints).toEqual([])
  })

  test('the record of 1C itself and five others are at hand', async () => {
    const page = await openBench()
    const first = await cells(page, 'Код').first().textContent()
    await page
      .getByRole('button', { name: /^Запись 1С/ })
      .first()
      .click()
    await page.getByText(`"Code": "${first}"`).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Ещё пять' }).click()
    await cells(page, 'Код')
      .filter({ hasNotText: first ?? '' })
      .first()
      .waitFor()
    await page.getByLabel('Найти запись 1С').fill(first ?? '')
    await page.keyboard.press('Enter')
    await cells(page, 'Код')
      .filter({ hasText: first ?? '' })
      .first()
      .waitFor()
    expect(page.complaints).toEqual([])
  })

  test('other roles have no such page', async () => {
    const page = await openPage(browser, laptop)
    await enter(page, world.hub.address, 'director')
    expect(await page.getByRole('link', { name: 'Соответствия' }).count()).toBe(0)
    await page.goto(`${world.hub.address}/mappings/client`)
    await page.getByText('Соответствия открыты администратору').waitFor()
  })

  test.each([
    ['a laptop', laptop],
    ['a phone', phone],
  ])('the page is no wider than %s', async (_what, viewport) => {
    const page = await openBench(viewport)
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
    expect(page.complaints).toEqual([])
  })
})
