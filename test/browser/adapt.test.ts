import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verify } from '../../src/flows/verify/verify.ts'
import { partnersMappings, startPartners } from '../partners.ts'
import { hook, odata, until, type World } from '../world.ts'
import { enter, hasChromium, laptop, openBrowser, openLastingPage } from './chromium.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-adapt-'))
const mapping = (file: string) => readFileSync(join(partnersMappings, file), 'utf8')

let world: World
let browser: Browser
let page: Page & { complaints: string[] }
/** What the hub created in 1C: the set of each. The twin's own log forgets. */
const created: string[] = []

/** A new administrator in front of a base the mappings were not written for; each step begins where the last one ended. */
describe.runIf(hasChromium)('adapting the hub to another configuration in Chromium', () => {
  beforeAll(async () => {
    cpSync(join(import.meta.dirname, '../../mappings'), folder, { recursive: true })
    ;[world, browser] = await Promise.all([startPartners(folder), openBrowser()])
    page = await openLastingPage(browser, laptop)
    const { requests } = world.twin.infobase
    const { add } = requests
    requests.add = (request) => {
      const [, set = ''] = /standard\.odata\/(\p{L}+_\p{L}+)(?:\?|$)/u.exec(request.url) ?? []
      if (request.method === 'POST' && request.status === 201) created.push(set)
      add(request)
    }
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const db = () => world.hub.hub.db
  const rowsOf = async (table: 'client' | 'unit') => {
    const count = db()
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('n'))
    return Number((await count.executeTakeFirstOrThrow()).n)
  }
  const cells = (field: string) =>
    page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: field, exact: true }) })
      .getByRole('cell')
  const openTab = (name: string) => page.getByRole('radiogroup').getByText(name, { exact: true }).click()
  const call = async (calluuid: string, ani: string) => {
    for (const state of ['Ringing', 'Established', 'Released'])
      await hook(world.hub, '/hooks/genesys/engage', { calluuid, ani, dnis: '+74950000101', state })
  }
  const talks = (phone: string) => odata(world.twin).list('Document_ТелефонныйРазговор', `АбонентНомер eq '${phone}'`)
  const partnersWith = (phone: string) =>
    odata(world.twin).list('Catalog_Партнеры', `Контакты/any(c: like(c/ЗначениеКонтакта, '%${phone.slice(-10)}'))`)

  /** Tries the edit on the whole base, reads what would change, takes it into use. */
  const deploy = async (comment: string): Promise<string[]> => {
    await openTab('Что изменится')
    await page.getByRole('button', { name: 'Проверить на всей базе' }).click()
    const effect = page.getByRole('list', { name: 'Последствия' }).getByRole('listitem')
    await effect.first().waitFor({ timeout: 30_000 })
    const told = await effect.allTextContents()
    await page.getByLabel('Что и зачем изменено').fill(comment)
    await page.getByRole('button', { name: /Включить новую версию/ }).click()
    await page
      .getByText(/Версия \d+ включена/)
      .first()
      .waitFor()
    return told
  }

  test('the desktop says that 1C answers and no mapping fits it, and leads to the mappings', async () => {
    await enter(page, world.hub.address, 'admin')
    await page.getByText('Соответствия не подходят к базе 1С').waitFor()
    await page.getByText(/В 1С нет «Catalog_Контрагенты»; может быть, «Catalog_Партнеры»\?/).waitFor()
    await call('EARLY1', '+79997775521')
    await call('EARLY2', '+79997775522')
    await page.getByText('Звонки не записаны в 1С: 2').waitFor()
    await page.getByRole('link', { name: 'Соответствия' }).last().click()
    await page.getByText('Работает 0 из 11').waitFor()
  })

  test('a file written anew fills with five real records', async () => {
    await page.getByRole('link', { name: 'Клиент', exact: true }).click()
    await page.locator('.cm-content').click()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(mapping('client.yaml').trimEnd())
    await until('five names are shown', async () => {
      const names = await cells('Название').allTextContents()
      return names.length === 5 && names.every((name) => name.trim() !== '')
    })
    expect(await cells('Телефоны').allTextContents()).toEqual(Array(5).fill(expect.stringMatching(/^\+7 999 \d{3}/)))
    await page.getByText('Замечаний нет').waitFor()
    await page.getByText('Эти записи появятся в хабе').waitFor()
  })

  test('its effect is seen, it goes into use with a comment, and the clients appear', async () => {
    expect(await deploy('Клиенты этой базы — партнёры')).toEqual([expect.stringMatching(/^5\s\d{3} клиент\S+ появ/)])
    await until('clients are in the store', async () => (await rowsOf('client')) > 5000, 20)
    expect(readFileSync(join(folder, 'client.yaml'), 'utf8').trimEnd()).toBe(mapping('client.yaml').trimEnd())
  })

  test('the other files are noticed where they lie, and the calls that waited are recorded by one button', async () => {
    cpSync(partnersMappings, folder, { recursive: true, filter: (path) => !path.endsWith('client.yaml') })
    await until('units are in the store', async () => (await rowsOf('unit')) > 1000, 30)
    await page.getByRole('link', { name: 'Рабочий стол' }).click()
    await page.getByRole('button', { name: 'Записать все снова' }).click()
    for (const phone of ['+79997775521', '+79997775522'])
      await until(`the call of ${phone} is in 1C`, async () => (await talks(phone)).length === 1, 20)
    await page.getByText('Звонки не записаны в 1С').waitFor({ state: 'detached', timeout: 20_000 })
  })

  test('a bad version says what it would take away before it does', async () => {
    await page.goto(`${world.hub.address}/mappings/client`)
    const line = page.locator('.cm-line').filter({ hasText: 'phones:' })
    await line.getByText('ЗначениеКонтакта').click()
    await page.keyboard.press('End')
    const path = 'ЗначениеКонтакта'
    const behind = (await line.textContent())?.split(path)[1]?.length ?? 0
    for (let n = 0; n < behind; n += 1) await page.keyboard.press('ArrowLeft')
    for (let n = 0; n < path.length; n += 1) await page.keyboard.press('Backspace')
    await page.keyboard.type('Примечание')
    await page.keyboard.press('Escape')
    await line.getByText('Примечание').waitFor()
    const told = await deploy('Телефоны из примечания')
    expect(told.join(' ')).toMatch(/4\s\d{3}\sклиент\S+ остан\S+ без телефона/)
    await call('BAD1', '+79997775523')
    await until('the call is in 1C', async () => (await talks('+79997775523')).length === 1, 20)
    expect(await partnersWith('+79997775523')).toEqual([])
  })

  test('it is rolled back by one button, and what it wrote into 1C is written anew', async () => {
    await openTab('Версии')
    const before = page.getByRole('row', { name: /файл на диске/ }).first()
    await before.getByRole('button', { name: 'Открыть' }).click()
    await page.getByRole('button', { name: /Вернуть версию \d+…/ }).click()
    await page.getByRole('button', { name: /^Вернуть версию \d+$/ }).click()
    await page.getByRole('button', { name: /Записать в 1С заново/ }).click()
    await until('the phone lies where it belongs', async () => (await partnersWith('+79997775523')).length === 1, 20)
    await until(
      'clients have their phones again',
      async () => {
        const count = db()
          .selectFrom('clientPhone')
          .select((eb) => eb.fn.countAll<number>().as('n'))
        return Number((await count.executeTakeFirstOrThrow()).n) > 6000
      },
      20,
    )
  })

  test('nothing was lost on the way and nothing was doubled', async () => {
    for (const phone of ['+79997775521', '+79997775522', '+79997775523']) {
      const [talk, ...others] = await talks(phone)
      const partners = await partnersWith(phone)
      expect([others, partners.length, talk?.Абонент]).toEqual([[], 1, partners[0]?.Ref_Key])
    }
    expect(created.toSorted()).toEqual([
      ...Array(3).fill('Catalog_Партнеры'),
      ...Array(3).fill('Document_ТелефонныйРазговор'),
    ])
    const certificate = await verify(world.hub.hub, { cause: 'cli', heal: false, alone: false })
    expect(certificate).toMatchObject({ verdict: 'clean', gaps: [] })
    expect(page.complaints).toEqual([])
  })
})
