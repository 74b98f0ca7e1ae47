import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lookAtMetadata } from '../../src/flows/sentinel/look-at-metadata.ts'
import { acceptedSnapshot } from '../../src/store/metadata-changes.ts'
import { startWorld, until, type World } from '../world.ts'
import { enter, hasChromium, laptop, openBrowser, openPage } from './chromium.ts'

let world: World
let browser: Browser

describe.runIf(hasChromium)('an update of 1C on the page «Соответствия» in Chromium', () => {
  beforeAll(async () => {
    ;[world, browser] = await Promise.all([startWorld(), openBrowser()])
    await until('the first look at the metadata', () => acceptedSnapshot(world.hub.hub.db))
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  test('is announced with what it strikes, and the proposed text goes into the editor', async () => {
    const page = await openPage(browser, laptop)
    await enter(page, world.hub.address, 'admin')
    await page.getByRole('link', { name: 'Соответствия' }).click()
    await page.getByRole('link', { name: 'Клиент', exact: true }).waitFor()
    world.twin.infobase.restructure({ set: 'Catalog_Контрагенты', from: 'СтадияКлиента', to: 'ЭтапРаботы' })
    await lookAtMetadata(world.hub.hub, true)

    await page.getByText('Конфигурация 1С изменилась').waitFor()
    await page.getByRole('button', { name: 'Что изменилось' }).click()
    const panel = page.getByRole('region', { name: 'Изменения в 1С' })
    await panel.getByText('переименован в «ЭтапРаботы»').waitFor()
    await panel.locator('code').filter({ hasText: 'path: ЭтапРаботы' }).waitFor()
    await panel.getByRole('button', { name: 'Открыть в редакторе' }).click()
    await page.getByText('Правка не в работе').waitFor()
    expect(page.url()).toMatch(/\/mappings\/client$/)

    await page.getByRole('button', { name: 'Что изменилось' }).click()
    await panel.getByRole('button', { name: 'Учтено всё' }).click()
    await page.getByText('Конфигурация 1С изменилась').waitFor({ state: 'detached' })
    expect(page.complaints).toEqual([])
    await page.context().close()
  }, 60_000)
})
