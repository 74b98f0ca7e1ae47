import { Menu, UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { MappingRow } from '../../../api/mappings/mapping-contract.ts'
import { Chip } from '../../parts/chip.tsx'
import classes from './mapping-picker.module.css'
import { stateWords } from './mapping-words.ts'

/** Which mapping is on the bench, and the way to the others. */
export function MappingPicker({ now, rows }: { now: MappingRow; rows: readonly MappingRow[] }) {
  return (
    <Menu position="bottom-start" width={380}>
      <Menu.Target>
        <UnstyledButton className={classes.target} aria-label={`Соответствие: ${now.title}. Выбрать другое`}>
          <span className={classes.title}>{now.title}</span>
          <span className={classes.file}>{now.file}</span>
          <IconChevronDown size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {rows.map((row) => {
          const { word, tone } = stateWords[row.state]
          return (
            <Menu.Item
              key={row.file}
              renderRoot={(props) => <Link {...props} to="/mappings/$entity" params={{ entity: row.key }} />}
              data-now={row.file === now.file}
              rightSection={<Chip tone={tone} word={word} />}
            >
              {row.title}
            </Menu.Item>
          )
        })}
        <Menu.Divider />
        <Menu.Item renderRoot={(props) => <Link {...props} to="/mappings" />}>Все соответствия</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
