import { readPublication } from '../../../src/inventory/feeds/publication.ts'
import { publishFeed } from '../../../src/inventory/feeds/publish.ts'

/** Publishes a new document over and over until it is killed; the bound is for a test that died first. */
const [folder = ''] = process.argv.slice(2)
const name = 'yandex.xml'
for (let run = 0; run < 5000; run++) {
  const previous = await readPublication(folder, name)
  const offers = Array.from({ length: 500 }, (_, index) => `<offer internal-id="${process.pid}-${run}-${index}"/>`)
  const chunks = ['<feed>', ...offers, '</feed>']
  await publishFeed({ folder, name, chunks, offers: 500, previous, brakeShare: 0.2, confirmed: null, now: new Date() })
}
