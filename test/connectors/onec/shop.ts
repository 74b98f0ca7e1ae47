import { onTestFinished } from 'vitest'
import { type Onec, type OnecOptions, openOnec } from '../../../src/connectors/onec/client.ts'
import { type Published, publish } from '../../twin/infobase/published.ts'
import { seedShop, shop } from '../../twin/infobase/shop.ts'

export interface Shop extends Published {
  open(options?: Partial<OnecOptions>): Onec
  /** Requests the infobase answered since the last time this was asked, as `GET /Set 200`. */
  asked(): string[]
}

/** The twin with the small shop of its own tests, for one test of the client. */
export async function openShop(): Promise<Shop> {
  const published = await publish({ configuration: shop, seed: seedShop })
  let seen = 0
  return {
    ...published,
    open(options = {}) {
      const credentials = { url: published.site, user: 'exchange', password: 'exchange' }
      const onec = openOnec({ ...credentials, pauseMs: 1, pauses: [0], ...options })
      onTestFinished(() => onec.close())
      return onec
    },
    asked() {
      const all = published.base.requests.list()
      const fresh = all.slice(seen)
      seen = all.length
      return fresh.map(({ method, url, status }) => {
        const path = url.split('?')[0]?.split('/odata/standard.odata')[1] ?? ''
        return `${method} ${path} ${status}`
      })
    },
  }
}
