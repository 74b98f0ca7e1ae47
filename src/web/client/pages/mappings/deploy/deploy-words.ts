export const fileForms = ['файл', 'файла', 'файлов'] as const
export const recordForms = ['запись', 'записи', 'записей'] as const
