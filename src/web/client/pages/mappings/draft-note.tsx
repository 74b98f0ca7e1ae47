import { Button } from '@mantine/core'
import classes from './draft-note.module.css'

interface DraftNoteProps {
  onMine: () => void
  onTheirs: () => void
  onCompare: () => void
}

/** The file changed on the disk while an edit of it was waiting: both are there, a person chooses. */
export function DraftNote({ onMine, onTheirs, onCompare }: DraftNoteProps) {
  return (
    <div className={classes.note} role="alert">
      <p>Пока правка ждала, файл на диске изменился. Сохранены оба текста.</p>
      <Button variant="default" onClick={onCompare}>
        Сравнить
      </Button>
      <Button variant="default" onClick={onMine}>
        Продолжить свою правку
      </Button>
      <Button variant="default" onClick={onTheirs}>
        Взять файл с диска
      </Button>
    </div>
  )
}
