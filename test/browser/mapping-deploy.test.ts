import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorld, until, type World } from '../world.ts'
import { enter, hasChromium, laptop, openBrowser, openPage, phone } from './chromium.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-bench-deploy-'))
const unitFile = join(folder, 'unit.yaml')
let world: World
let browser: Browser
let unit: string

describe.runIf(hasChromium)('taking an edited mapping into use in Chromium', () => {
  beforeAll(async () => {
    cpSync(join(import.meta.dirname, '../../mappings'), folder, { recursive: true })
    unit = readFileSync(unitFile, 'utf8')
    ;[world, browser] = await Promise.all([startWorld({ HUB_MAPPINGS: folder }), openBrowser()])
    await until('the hub is online', () => world.hub.hub.link.state === 'online', 30)
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const edited = () => unit.replace('Свободна: free', 'Свободна: booked')

  /** An edit waits in the browser from an earlier visit. */
  async function openWithEdit(viewport = laptop): Promise<Page & { complaints: string[] }> {
    const page = await openPage(browser, viewport)
    await enter(page, world.hub.address, 'admin')
    const draft = { text: edited(), base: createHash('sha256').update(unit).digest('hex') }
    await page.evaluate((kept) => localStorage.setItem('realtor-hub.mapping.unit.yaml', kept), JSON.stringify(draft))
    await page.goto(`${world.hub.address}/mappings/unit?tab=effect`)
    await page.getByRole('heading', { name: 'Что изменится' }).waitFor()
    return page
  }

  test('the effect is seen first, then the version is taken into use with a comment, and then taken back', async () => {
    const page = await openWithEdit()
    world.twin.infobase.faults.latencyMs = 300
    await page.getByRole('button', { name: 'Проверить на всей базе' }).click()
    await page.getByText(/Проверка идёт с/).waitFor()
    world.twin.infobase.faults.latencyMs = 0
    await page.getByText(/помещени\S+ (уйдёт|уйдут) из фида yandex/).waitFor()
    await page
      .getByRole('row', { name: /свободно забронировано/ })
      .first()
      .waitFor()
    const take = page.getByRole('button', { name: 'Включить новую версию: 1 файл' })
    await take.click()
    await page.getByText('Напишите хотя бы одно предложение.').waitFor()
    expect(readFileSync(unitFile, 'utf8')).toBe(unit)
    await page.getByLabel('Что и зачем изменено').fill('Прячем свободные до акции')
    await take.click()
    await page.getByText(/Версия \d+ включена\. Хаб/).waitFor()
    expect(readFileSync(unitFile, 'utf8')).toBe(edited())

    await page.getByText('Версии', { exact: true }).click()
    const row = page.getByRole('row', { name: /В работе Прячем свободные до акции/ })
    await row.waitFor()
    await row.getByRole('button', { name: 'Открыть' }).click()
    await page.getByText('Свободна: booked').last().waitFor()
    await row.getByRole('button', { name: 'Свернуть' }).click()
    await page
      .getByRole('row', { name: /Первый запуск/ })
      .getByRole('button', { name: 'Открыть' })
      .click()
    await page.getByRole('button', { name: /Вернуть версию 1…/ }).click()
    await page.getByText(/Файл unit\.yaml станет таким, каким был/).waitFor()
    await page.getByRole('button', { name: 'Вернуть версию 1', exact: true }).click()
    await page.getByRole('row', { name: /В работе Возврат к версии 1/ }).waitFor()
    expect(readFileSync(unitFile, 'utf8')).toBe(unit)
    expect(page.complaints).toEqual([])
  }, 60_000)

  test('the panels are no wider than a phone', async () => {
    const page = await openWithEdit(phone)
    await page.getByRole('button', { name: 'Проверить на всей базе' }).click()
    await page.getByText(/помещени\S+ (уйдёт|уйдут) из фида yandex/).waitFor()
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(await overflow()).toBe(0)
    await page.goto(`${world.hub.address}/mappings/unit?tab=versions`)
    await page.getByRole('row', { name: /Первый запуск/ }).waitFor()
    expect(await overflow()).toBe(0)
  }, 60_000)
})
