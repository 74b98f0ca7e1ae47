import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { defaultFaults } from '../../src/twin/infobase/faults.ts'
import { hook, odata, startWorld, until, type World } from '../world.ts'
import { enter, hasChromium, laptop, openBrowser, openPage, phone } from './chromium.ts'

let world: World
let browser: Browser

describe.runIf(hasChromium)('«Итог разговора» in Chromium', () => {
  beforeAll(async () => {
    ;[world, browser] = await Promise.all([startWorld(), openBrowser()])
  }, 60_000)
  afterEach(() => {
    Object.assign(world.twin.infobase.faults, defaultFaults)
  })
  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  const ring = (uuid: string, ani: string) =>
    hook(world.hub, '/hooks/genesys/engage', { calluuid: uuid, ani, dnis: '+74950000101', state: 'Ringing' })

  /** The operator's desktop with the card of a call that is in 1C. */
  const openCall = async (uuid: string, ani: string, name: RegExp, viewport = laptop) => {
    await ring(uuid, ani)
    const page = await openPage(browser, viewport)
    await enter(page, world.hub.address, 'operator')
    const row = page.getByRole('row', { name })
    await row.getByText('Записан').waitFor()
    await row.getByRole('link', { name: 'Записать' }).first().click()
    return { page, row, field: page.getByLabel('Итог разговора'), state: page.getByRole('status') }
  }

  const comment = async (uuid: string) => {
    const [call] = await odata(world.twin).list('Document_ТелефонныйЗвонок', `ВнешнийКод eq 'engage:${uuid}'`)
    return call?.Комментарий
  }

  test('Enter saves; the chip tells that it was accepted, and then that 1C has it', async () => {
    const { page, row, field, state } = await openCall('CARD1', '+79997773301', /777-33-01/)
    world.twin.infobase.faults.writeMs = 1500
    await field.fill('Ждёт расчёт ипотеки')
    await state.getByText('Не сохранено').waitFor()
    await field.press('Enter')
    await state.getByText('Принято, передаётся в 1С').waitFor()
    await row.getByText('Передаётся').last().waitFor()
    await state.getByText('Подтверждено 1С').waitFor()
    await row.getByText('Ждёт расчёт ипотеки').last().waitFor()
    expect(await comment('CARD1')).toBe('Ждёт расчёт ипотеки')
    expect(page.complaints).toEqual([])
  })

  test('what is being written survives a reload and a failure of the hub', async () => {
    const { page, field, state } = await openCall('CARD2', '+79997773302', /777-33-02/)
    await field.fill('Перезвонить в пятницу')
    await page.reload()
    expect(await field.inputValue()).toBe('Перезвонить в пятницу')
    await state.getByText('Не сохранено').waitFor()
    await page.route('**/note', (route) => route.abort())
    await field.press('Enter')
    await page.getByText(/Сервер не отвечает.*Текст останется здесь/).waitFor()
    expect(await field.inputValue()).toBe('Перезвонить в пятницу')
    await page.unroute('**/note')
    await field.press('Enter')
    await state.getByText('Подтверждено 1С').waitFor()
  })

  test('a refusal of 1C is told in a sentence, with a button that sends the text again', async () => {
    const { page, field, state } = await openCall('CARD3', '+79997773303', /777-33-03/)
    world.twin.infobase.faults.handlerVeto = 1
    await field.fill('Нужна двушка')
    await field.press('Enter')
    await state.getByText('1С отказала').waitFor()
    await page.getByText('1С отказала: Запись отклонена: данные не прошли проверку.').waitFor()
    await page.getByRole('button', { name: 'Передать снова' }).click()
    await state.getByText('Подтверждено 1С').waitFor()
  })

  test('a text written in 1C meanwhile is shown beside one’s own, and one of them is chosen', async () => {
    const { page, field, state } = await openCall('CARD4', '+79997773304', /777-33-04/)
    const [call] = await odata(world.twin).list('Document_ТелефонныйЗвонок', "ВнешнийКод eq 'engage:CARD4'")
    await odata(world.twin).patch('Document_ТелефонныйЗвонок', String(call?.Ref_Key), { Комментарий: 'Написано в 1С' })
    await field.fill('Написано здесь')
    await field.press('Enter')
    await state.getByText('В 1С другой текст').waitFor()
    await page.getByRole('region', { name: 'Сейчас в 1С' }).getByText('Написано в 1С').waitFor()
    await page.getByRole('button', { name: 'Записать мой текст вместо него' }).click()
    await state.getByText('Подтверждено 1С').waitFor()
    await until('1C holds the chosen text', async () => (await comment('CARD4')) === 'Написано здесь')
  })

  test('Ctrl+Enter saves and opens the next call without a result; Esc closes the card', async () => {
    await ring('CARD5', '+79997773305')
    const { page, field, state } = await openCall('CARD6', '+79997773306', /777-33-06/)
    await field.fill('Не дозвонились')
    await field.press('Control+Enter')
    await page.getByRole('complementary').getByText('+7 999 777-33-05').first().waitFor()
    await state.getByText('Итога ещё нет').waitFor()
    expect(await field.inputValue()).toBe('')
    await page.keyboard.press('Escape')
    await page.getByRole('complementary', { name: 'Карточка звонка' }).waitFor({ state: 'detached' })
  })

  test('the director reads the result and has no field to write it', async () => {
    const page = await openPage(browser, laptop)
    await enter(page, world.hub.address, 'director')
    const row = page.getByRole('row', { name: /777-33-01/ })
    await row.getByRole('link').first().click()
    const card = page.getByRole('complementary', { name: 'Карточка звонка' })
    await card.getByText('Ждёт расчёт ипотеки').waitFor()
    await card.getByText('+7 495 000-01-01').waitFor()
    expect(await page.getByLabel('Итог разговора').getByRole('textbox').count()).toBe(0)
  })

  test.each([
    ['a laptop', laptop],
    ['a phone', phone],
  ])('the card is no wider than %s', async (_what, viewport) => {
    const page: Page = await openPage(browser, viewport)
    await enter(page, world.hub.address, 'operator')
    await page
      .getByRole('row', { name: /777-33-01/ })
      .getByRole('link')
      .first()
      .click()
    await page.getByLabel('Итог разговора').waitFor()
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
  })
})
