import { Link } from '@tanstack/react-router'
import { EmptyNote } from './empty-note.tsx'

export function LostPage() {
  return (
    <EmptyNote title="Такой страницы нет.">
      Возможно, ссылка устарела. Перейдите на <Link to="/">рабочий стол</Link> и откройте нужное оттуда.
    </EmptyNote>
  )
}
