import classes from './board.module.css'

interface FloorLabelsProps {
  floors: readonly number[]
  groundFloor: number | null
  side: 'left' | 'right'
}

/** Floor numbers that stay in sight while the board is scrolled sideways. */
export function FloorLabels({ floors, groundFloor, side }: FloorLabelsProps) {
  return (
    <div className={classes.floors} data-side={side} aria-hidden={side === 'right'}>
      <div className={classes.floorsHead}>{side === 'left' && 'Этаж'}</div>
      {floors.map((floor) => (
        <div key={floor} className={classes.floor} data-ground={floor === groundFloor}>
          {floor}
        </div>
      ))}
    </div>
  )
}
