import type { ReactNode } from 'react'
import type { UnitCard } from '../../../api/contract.ts'
import { formatAreaWithUnit } from '../../format/area.ts'
import { formatDate } from '../../format/date.ts'
import { empty } from '../../format/empty.ts'
import { formatMoney, formatRoubles } from '../../format/money.ts'
import { formatSection } from '../../format/section.ts'
import { statusWords } from '../../format/unit-words.ts'
import { Chip, type Tone } from '../../parts/chip.tsx'
import { When } from '../../parts/when.tsx'
import legend from './legend.module.css'
import { PlanImage } from './plan-image.tsx'
import classes from './unit-facts.module.css'

const bookingWords = { oral: 'Устная бронь', paid: 'Платная бронь' } as const

export function UnitFacts({ unit }: { unit: UnitCard }) {
  return (
    <div className={classes.card}>
      <div className={classes.top}>
        <span className={classes.status}>
          <span className={legend.swatch} data-status={unit.status} aria-hidden>
            {statusWords[unit.status].letter}
          </span>
          {statusWords[unit.status].word}
        </span>
        <span className={classes.price}>{formatMoney(unit.price)}</span>
      </div>
      {unit.planUrl ? (
        <PlanImage
          url={unit.planUrl}
          className={classes.plan}
          broken={<p className={classes.noPlan}>Планировка не открылась: картинки по её адресу нет.</p>}
        />
      ) : (
        <p className={classes.noPlan}>Планировки нет: её добавляют в карточке помещения в 1С.</p>
      )}
      <Facts
        rows={[
          ['Где', [unit.project, unit.building].join(', ')],
          ['Секция и этаж', place(unit)],
          ['Комнат', unit.kind === 'studio' || unit.rooms === 0 ? 'студия' : unit.rooms],
          ['Общая площадь', formatAreaWithUnit(unit.area)],
          ['Жилая', unit.areaLiving && formatAreaWithUnit(unit.areaLiving)],
          ['Кухня', unit.areaKitchen && formatAreaWithUnit(unit.areaKitchen)],
          ['Отделка', unit.finishing],
          ['Цена за м²', unit.pricePerMetre && formatRoubles(unit.pricePerMetre)],
        ]}
      />
      {unit.booking && (
        <Part title={`${bookingWords[unit.booking.kind]} ${unit.booking.number}`}>
          <Facts
            rows={[
              ['Действует до', formatDate(unit.booking.expiresAt)],
              ['Клиент', unit.clientName],
              ['Менеджер', unit.booking.manager],
            ]}
          />
        </Part>
      )}
      {unit.deal && (
        <Part title={`Договор ${unit.deal.number} от ${formatDate(unit.deal.date)}`}>
          <Facts
            rows={[
              ['Покупатель', unit.clientName],
              ['Цена по договору', formatMoney(unit.deal.price)],
              ['Оплата', unit.deal.paymentKind],
              ['Менеджер', unit.deal.manager],
            ]}
          />
        </Part>
      )}
      <Part title="Выгрузка на сайт">
        <p className={classes.feed}>
          <Chip {...feedChip(unit)} />
          {!unit.inFeed && unit.feedReason && <span>{unit.feedReason}</span>}
        </p>
      </Part>
      <p className={classes.updated}>
        В 1С изменено <When at={unit.updatedAt} />
      </p>
    </div>
  )
}

function place({ section, floor }: UnitCard): string | null {
  return [section && formatSection(section), floor !== null && `этаж ${floor}`].filter(Boolean).join(', ') || null
}

/** A free unit that is missing on the site loses buyers; any other is not expected there. */
function feedChip({ inFeed, status }: UnitCard): { tone: Tone; word: string } {
  if (inFeed) return { tone: 'good', word: 'На сайте' }
  return { tone: status === 'free' ? 'wait' : 'idle', word: 'Не на сайте' }
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h3 className={classes.partTitle}>{title}</h3>
      {children}
    </section>
  )
}

function Facts({ rows }: { rows: [name: string, value: ReactNode][] }) {
  return (
    <dl className={classes.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || empty}</dd>
        </div>
      ))}
    </dl>
  )
}
