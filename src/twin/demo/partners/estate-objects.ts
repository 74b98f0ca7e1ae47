import { date, enumOf, flag, type MetadataObject, number, ref, text } from '../../infobase/configuration.ts'

const money = number(15, 2)
const area = number(10, 2)

/** What is built and sold. */
export const estateObjects: readonly MetadataObject[] = [
  {
    kind: 'Catalog',
    name: 'Проекты',
    synonym: 'Проекты',
    codeLength: 3,
    descriptionLength: 100,
    attributes: {
      НаселенныйПункт: text(50),
      АдресСтроительный: text(250),
      // Latitude and longitude in one line, as copied from a map.
      Координаты: text(50),
      КодЯндексНедвижимости: text(20),
      ТелефонОфиса: text(30),
    },
  },
  {
    kind: 'Catalog',
    name: 'ОбъектыСтроительства',
    synonym: 'Объекты строительства',
    codeLength: 5,
    descriptionLength: 100,
    attributes: {
      Проект: ref('Catalog_Проекты'),
      АдресПочтовый: text(250),
      Этажность: number(3),
      Стадия: enumOf('СтадииСтроительства'),
      ДатаВвода: date,
      НаружныеСтены: enumOf('НаружныеСтены'),
      КодЯндексНедвижимости: text(20),
    },
  },
  {
    kind: 'Catalog',
    name: 'СтатусыОбъектов',
    synonym: 'Статусы объектов',
    codeLength: 0,
    descriptionLength: 50,
    attributes: { ДоступенДляПродажи: flag },
  },
  {
    kind: 'Catalog',
    name: 'ОбъектыНедвижимости',
    synonym: 'Объекты недвижимости',
    codeLength: 11,
    descriptionLength: 150,
    folders: true,
    attributes: {
      ОбъектСтроительства: ref('Catalog_ОбъектыСтроительства'),
      Назначение: enumOf('НазначенияОбъектов'),
      Комнатность: enumOf('Комнатность'),
      Подъезд: text(10),
      Этаж: number(3),
      НомерНаПлощадке: number(3),
      УсловныйНомер: text(20),
      ПлощадьПроектная: area,
      // After the survey of a finished house; zero until then.
      ПлощадьПоОбмерам: area,
      ПлощадьКомнат: area,
      ПлощадьКухниГостиной: area,
      СтатусОбъекта: ref('Catalog_СтатусыОбъектов'),
      СтоимостьПоПрайсу: money,
      ТипОтделки: enumOf('ТипыОтделки'),
      ФайлПланировки: text(),
      УдалитьСтоимостьМетра: money,
    },
  },
  {
    kind: 'Catalog',
    name: 'ВидыЦен',
    synonym: 'Виды цен',
    codeLength: 3,
    descriptionLength: 50,
    attributes: {},
  },
  {
    kind: 'InformationRegister',
    name: 'ПрайсЛист',
    synonym: 'Прайс-лист',
    periodicity: 'day',
    dimensions: { Объект: ref('Catalog_ОбъектыНедвижимости'), ВидЦены: ref('Catalog_ВидыЦен') },
    resources: { Стоимость: money },
  },
]
