import axios from 'axios'
import SQLite from 'better-sqlite3'

/** The script everybody writes first (performance A.d): axios, `$skip`, a statement and a commit per row, all defaults. */
export async function naive(url: string, clients: number, file: string, pageSize: number): Promise<number> {
  const db = new SQLite(file)
  db.exec('create table client (ref text primary key, code text, name text, phone text, email text, body text)')
  let read = 0
  while (read < clients) {
    const { data } = await axios.get<{ value: Record<string, unknown>[] }>(`${url}&$top=${pageSize}&$skip=${read}`)
    for (const row of data.value) {
      const contacts = row.КонтактнаяИнформация as Record<string, string>[]
      db.prepare('insert or replace into client values (?, ?, ?, ?, ?, ?)').run(
        row.Ref_Key,
        row.Code,
        row.Description,
        contacts.find((contact) => contact.Тип === 'Телефон')?.НомерТелефона,
        contacts.find((contact) => contact.Тип === 'АдресЭлектроннойПочты')?.АдресЭП,
        JSON.stringify(row),
      )
    }
    read += data.value.length
  }
  db.close()
  return read
}

/** The same without storing anything: how fast pages come one after the other. */
export async function loop(url: string, clients: number, _file: string, pageSize: number): Promise<number> {
  let read = 0
  while (read < clients) {
    const { data } = await axios.get<{ value: unknown[] }>(`${url}&$top=${pageSize}&$skip=${read}`)
    read += data.value.length
  }
  return read
}
