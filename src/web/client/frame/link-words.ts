import type { Link } from '../../api/contract.ts'
import type { Tone } from '../parts/chip.tsx'

/** The exchange with 1C in a word; the sentence comes from the server. */
export const linkWords: Record<Link['state'], { word: string; tone: Tone }> = {
  connecting: { word: 'Соединяемся с 1С', tone: 'wait' },
  pulling: { word: 'Читаем 1С', tone: 'wait' },
  online: { word: '1С на связи', tone: 'good' },
  offline: { word: 'Нет связи с 1С', tone: 'bad' },
  unmapped: { word: 'Соответствия не подходят', tone: 'bad' },
  stopped: { word: 'Обмен остановлен', tone: 'bad' },
}
