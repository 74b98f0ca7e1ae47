import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

const executablePath = process.env.HUB_CHROMIUM ?? '/usr/bin/chromium'

/** Without a browser these tests are left out, except in CI, where that is a failure. */
export const hasChromium = existsSync(executablePath) || process.env.CI === 'true'

/**
 * Features of a desktop browser that tests have no use for. The list replaces Playwright's, so what it switches off for the sake
 * of silence and of stable loading stands here again; the first two would draw the suggestions of an address bar that nobody
 * sees, a renderer of its own for each window.
 */
const unwanted = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'PreconnectToSearch',
  'MediaRouter',
  'LensOverlay',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
]

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
      `--disable-features=${unwanted.join()}`,
    ],
  })
}

export const laptop = { width: 1366, height: 768 }
export const phone = { width: 390, height: 844 }

type WatchedPage = Page & { complaints: string[] }

/**
 * A page that notes what it complains of; a test ends with `complaints` empty. It ends with the test: left open, it would go on
 * listening to the hub and drawing what it hears.
 */
export async function openPage(
  browser: Browser,
  viewport: { width: number; height: number },
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const page = await openLastingPage(browser, viewport, options)
  onTestFinished(() => page.context().close())
  return page
}

/** The same for several tests that are steps of one way; it ends with the browser. */
export async function openLastingPage(
  browser: Browser,
  viewport: { width: number; height: number },
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport, locale: 'ru-RU', timezoneId: 'Europe/Moscow', ...options })
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

/** Opens the desktop as a person of the demo who has signed in; the form has a test of its own. */
export async function enter(page: Page, address: string, login: string): Promise<void> {
  const headers = { 'X-Requested-With': 'realtor-hub' }
  await page.request.post(`${address}/api/login`, {
    headers,
    data: { login, password: 'demo' },
    failOnStatusCode: true,
  })
  await page.goto(address)
  await page.getByRole('heading', { name: 'Рабочий стол' }).waitFor()
}
