import { NativeSelect } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ProjectRow } from '../../../api/contract.ts'
import classes from './house-tabs.module.css'

interface HouseTabsProps {
  projects: ProjectRow[]
  current: string
  onPick: (buildingRef: string) => void
}

/** Houses under the names of their complexes, each with how many units are free. The filter goes along to the next house. */
export function HouseTabs({ projects, current, onPick }: HouseTabsProps) {
  const isPhone = useMediaQuery('(max-width: 767px)')
  const nav = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked for again when another house is opened
  useEffect(() => {
    nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])
  if (isPhone) {
    const data = projects.map(({ name, buildings }) => ({
      group: name,
      items: buildings.map((building) => ({
        value: building.ref,
        label: `${building.name}, свободно ${building.free}`,
      })),
    }))
    return (
      <div className={classes.phone}>
        <NativeSelect
          aria-label="Дом"
          data={data}
          value={current}
          onChange={(event) => onPick(event.currentTarget.value)}
        />
      </div>
    )
  }
  return (
    <nav ref={nav} className={classes.tabs} aria-label="Дома">
      {projects.map(({ ref, name, buildings }) => (
        <div key={ref} className={classes.project}>
          <span className={classes.projectName}>{name}</span>
          {buildings.map((building) => (
            <Link
              key={building.ref}
              to="/chessboard/{-$buildingRef}"
              params={{ buildingRef: building.ref }}
              search={(search) => ({ ...search, unit: undefined })}
              activeOptions={{ includeSearch: false }}
              className={classes.tab}
            >
              {building.name}
              <span className={classes.free} title={`Свободно ${building.free} из ${building.units}`}>
                {building.free}
              </span>
            </Link>
          ))}
        </div>
      ))}
    </nav>
  )
}
