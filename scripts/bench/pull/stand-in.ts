import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { clientRecord } from './records.ts'

/**
 * Stands in for 1C where only its speed must not count: pages of clients made beforehand, after `delay` ms each.
 * `node stand-in.ts <clients> <delay>` prints its port.
 */
const clients = Number(process.argv[2])
const delay = Number(process.argv[3])

const rows = Array.from({ length: clients }, (_, n) => Buffer.from(JSON.stringify(clientRecord(n))))
const comma = Buffer.from(',')
const head = Buffer.from('{"odata.metadata":"$metadata#Catalog_Контрагенты","value":[')
const tail = Buffer.from(']}')

const properties = Object.entries(clientRecord(0)).filter(([name]) => !name.includes('@'))
const metadata = `<?xml version="1.0" encoding="UTF-8"?>
<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices>
<Schema Namespace="StandardODATA" xmlns="http://schemas.microsoft.com/ado/2009/11/edm">
<EntityType Name="Catalog_Контрагенты"><Key><PropertyRef Name="Ref_Key"/></Key>
${properties.map(([name]) => `<Property Name="${name}" Type="Edm.String" Nullable="true"/>`).join('\n')}
</EntityType><EntityContainer Name="EnterpriseV8"><EntitySet Name="Catalog_Контрагенты" EntityType="StandardODATA.Catalog_Контрагенты"/>
</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`

function page(skip: number, top: number): Buffer {
  const some = rows.slice(skip, skip + top).flatMap((row, n) => (n === 0 ? [row] : [comma, row]))
  return Buffer.concat([head, ...some, tail])
}

function answer(response: ServerResponse, type: string, body: Buffer | string): void {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }).end(body)
}

const server = createServer((request, response) => {
  const { pathname: encoded, searchParams } = new URL(request.url ?? '/', 'http://any.invalid')
  const pathname = decodeURIComponent(encoded)
  if (pathname.endsWith('$metadata')) return answer(response, 'application/xml', metadata)
  if (pathname.endsWith('$count')) return answer(response, 'text/plain', String(clients))
  const skip = Number(searchParams.get('$skip') ?? 0)
  const body = page(skip, Number(searchParams.get('$top') ?? clients))
  if (delay === 0) return answer(response, 'application/json;charset=utf-8', body)
  setTimeout(() => answer(response, 'application/json;charset=utf-8', body), delay)
})
// A candidate that is busy storing for long must not find its connection gone.
server.keepAliveTimeout = 120_000
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
