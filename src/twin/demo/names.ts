/** Invented people: every name is put together at random from common surnames, given names and patronymics. */
import type { Random } from './random.ts'

export type Person = { last: string; first: string; middle: string; sex: 'male' | 'female' }

/** Surnames with both of their forms. */
const surnames: readonly (readonly [male: string, female: string])[] = [
  ...'Иванов Смирнов Кузнецов Попов Соколов Лебедев Козлов Новиков Морозов Петров Волков Соловьев Васильев Зайцев Павлов Семенов Голубев Виноградов Богданов Воробьев Федоров Михайлов Беляев Тарасов Белов Комаров Орлов Киселев Макаров Андреев Ковалев Ильин Гусев Титов Кузьмин Кудрявцев Баранов Куликов Алексеев Степанов Яковлев Сорокин Сергеев Романов Захаров Борисов Королев Герасимов Пономарев Григорьев Лазарев Медведев Ершов Никитин Соболев Рябов Поляков Цветков Данилов Жуков Фролов Журавлев Николаев Крылов Максимов Сидоров Осипов Белоусов Федотов Дорофеев Егоров Матвеев Бобров Дмитриев Калинин Анисимов Петухов Антонов Тимофеев Никифоров Веселов Филиппов Марков Большаков Суханов Миронов Ширяев Александров Коновалов Шестаков Казаков Ефимов Денисов Громов Фомин Давыдов Мельников Щербаков Блинов Колесников'
    .split(' ')
    .map((name) => [name, `${name}а`] as const),
  ...'Островский Вишневский Заславский Каменский Белинский Раевский Лисовский Покровский'
    .split(' ')
    .map((name) => [name, `${name.slice(0, -2)}ая`] as const),
  ...'Шевченко Бондаренко Ткаченко Кравчук Савчук Мельник Гончар'.split(' ').map((name) => [name, name] as const),
]

const maleNames =
  'Александр Дмитрий Максим Сергей Андрей Алексей Артем Илья Кирилл Михаил Никита Матвей Роман Егор Арсений Иван Денис Евгений Тимофей Владислав Игорь Владимир Павел Руслан Марк Константин Тимур Олег Ярослав Антон Николай Глеб Данил Юрий Виктор Станислав Григорий Борис Степан Вадим'.split(
    ' ',
  )

const femaleNames =
  'Анастасия Мария Анна Виктория Екатерина Наталья Марина Полина София Дарья Алиса Ксения Александра Елена Ольга Татьяна Ирина Светлана Юлия Вероника Валерия Елизавета Маргарита Алина Арина Кристина Евгения Людмила Галина Нина Надежда Вера Любовь Оксана Диана Яна Инна Лариса Тамара Жанна'.split(
    ' ',
  )

/** Patronymics with both of their forms. */
const patronymics: readonly (readonly [male: string, female: string])[] =
  'Александров Дмитриев Сергеев Андреев Алексеев Михайлов Иванов Владимиров Николаев Викторов Юрьев Евгеньев Павлов Игорев Олегов Анатольев Валерьев Петров Васильев Борисов Геннадьев Константинов Романов Максимов Денисов Станиславов Вячеславов Григорьев Семенов Леонидов'
    .split(' ')
    .map((stem) => [`${stem}ич`, `${stem}на`] as const)

export function inventPerson(random: Random, sex: Person['sex'] = random.chance(0.52) ? 'female' : 'male'): Person {
  const form = sex === 'male' ? 0 : 1
  return {
    last: random.pick(surnames)[form],
    first: random.pick(sex === 'male' ? maleNames : femaleNames),
    middle: random.pick(patronymics)[form],
    sex,
  }
}

/** Husband or wife with the surname in the other form. */
export function inventSpouse(random: Random, person: Person): Person {
  const pair = surnames.find(([male, female]) => (person.sex === 'male' ? male : female) === person.last)
  const spouse = inventPerson(random, person.sex === 'male' ? 'female' : 'male')
  return pair ? { ...spouse, last: pair[spouse.sex === 'male' ? 0 : 1] } : spouse
}

const companyKinds = ['ООО', 'ООО', 'ООО', 'АО']
const companyWords =
  'Ремстрой Вектор Атлант Горизонт Спектр Меридиан Прогресс Альянс Техносервис Энергия Маяк Сфера Контур Форум Стандарт Ресурс Партнер Пульс Оптима Лидер'.split(
    ' ',
  )

export function inventCompany(random: Random): string {
  return `${random.pick(companyKinds)} «${random.pick(companyWords)}-${random.int(2, 99)}»`
}

export const fullName = ({ last, first, middle }: Person) => `${last} ${first} ${middle}`
