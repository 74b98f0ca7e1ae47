import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useEffectEvent } from 'react'
import classes from './side-panel.module.css'

interface SidePanelProps {
  title: ReactNode
  /** Spoken name of the panel. */
  label: string
  onClose: () => void
  children: ReactNode
}

/**
 * A card over the right edge of a list. It does not take the focus and does not cover the page with a veil: the list stays
 * in use with mouse and keyboard while the card is open. Esc closes it from anywhere.
 */
export function SidePanel({ title, label, onClose, children }: SidePanelProps) {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) close()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <aside className={classes.panel} aria-label={label}>
      <header className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <ActionIcon variant="subtle" color="gray" onClick={onClose} aria-label="Закрыть" title="Закрыть (Esc)">
          <IconX size={18} />
        </ActionIcon>
      </header>
      <div className={classes.body}>{children}</div>
    </aside>
  )
}
