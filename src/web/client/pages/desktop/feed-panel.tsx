import { IconHandStop } from '@tabler/icons-react'
import type { Desktop } from '../../../api/contract.ts'
import { formatNumber } from '../../format/number.ts'
import { plural } from '../../format/plural.ts'
import { Panel } from '../../parts/panel.tsx'
import { When } from '../../parts/when.tsx'
import exchange from './exchange-panel.module.css'
import classes from './feed-panel.module.css'

/** What the site and the advertising boards are being told, and what was left out of it. */
export function FeedPanel({ feed }: { feed: NonNullable<Desktop['feed']> }) {
  return (
    <Panel title="Выгрузка на сайт">
      <div className={exchange.body}>
        {feed.held && (
          <p className={classes.held}>
            <IconHandStop size={18} aria-hidden />
            {feed.held}
          </p>
        )}
        <dl className={exchange.facts}>
          <dt>{feed.name}</dt>
          <dd>{plural(feed.offers, ['объявление', 'объявления', 'объявлений'])}</dd>
          <dt>Опубликована</dt>
          <dd>
            <When at={feed.publishedAt} none="ещё не публиковалась" />
          </dd>
        </dl>
        {feed.excluded.length > 0 && (
          <table className={exchange.counts}>
            <caption className={exchange.caption}>Не попали в выгрузку</caption>
            <tbody>
              {feed.excluded.map(({ reason, count }) => (
                <tr key={reason}>
                  <th scope="row">{reason}</th>
                  <td>{formatNumber(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Panel>
  )
}
