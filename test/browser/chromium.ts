import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

const executablePath = process.env.HUB_CHROMIUM ?? '/usr/bin/chromium'

/** Without a browser these tests are left out, except in CI, where that is a failure. */
export const hasChromium = existsSync(executablePath) || process.env.CI === 'true'

/** Headless and silent: no start-up look-ups of the outside world. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export const laptop = { width: 1366, height: 768 }
export const phone = { width: 390, height: 844 }

/** A page that notes what it complains of; a test ends with `complaints` empty. */
export async function openPage(
  browser: Browser,
  viewport: { width: number; height: number },
): Promise<Page & { complaints: string[] }> {
  const context = await browser.newContext({ viewport, locale: 'ru-RU', timezoneId: 'Europe/Moscow' })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // Plan pictures lie on the developer's site, which is not ours to answer for.
    const isOurs = !message.location().url.includes('/plans/')
    if (message.type() === 'error' && isOurs) complaints.push(message.text())
  })
  return Object.assign(page, { complaints })
}

/** Signs in by the form, as a person does. */
export async function enter(page: Page, address: string, login: string): Promise<void> {
  await page.goto(`${address}/login`)
  await page.getByLabel('Логин').fill(login)
  await page.getByLabel('Пароль', { exact: true }).fill('demo')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Рабочий стол' }).waitFor()
}
