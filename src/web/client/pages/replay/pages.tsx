import { Button } from '@mantine/core'
import { formatNumber } from '../../format/number.ts'
import tables from '../../parts/table.module.css'

interface PagesProps {
  page: number
  size: number
  total: number
  onPage: (page: number) => void
}

/** The way through a long list; nothing for a short one. */
export function Pages({ page, size, total, onPage }: PagesProps) {
  if (total <= size) return null
  const last = Math.min(total, (page + 1) * size)
  return (
    <nav className={tables.more} aria-label="Страницы списка">
      <Button variant="default" size="compact-sm" disabled={page === 0} onClick={() => onPage(page - 1)}>
        Назад
      </Button>
      <span>
        {formatNumber(page * size + 1)}–{formatNumber(last)} из {formatNumber(total)}
      </span>
      <Button variant="default" size="compact-sm" disabled={last >= total} onClick={() => onPage(page + 1)}>
        Дальше
      </Button>
    </nav>
  )
}
