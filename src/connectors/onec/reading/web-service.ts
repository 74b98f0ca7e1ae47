import { type Client, createClientAsync, type IHttpClient } from 'soap'
import { BadInputError, HubError } from '../../../errors.ts'
import type { RawRecord } from '../../../model/raw.ts'
import type { Onec } from '../client.ts'
import { recordsAt } from './records-at.ts'

export interface SoapCall {
  /** Name of the web service, or its file: `Realtor`, `realtor.1cws`. */
  soap: string
  operation: string
  arguments: Readonly<Record<string, unknown>>
  /** Changes data in 1C: a lost answer leaves the outcome unknown. */
  write?: boolean
}

/** Operations of 1C's web services (1c-odata §17). */
export interface WebServices {
  /** Rows of what the operation returns; `rows` leads to them inside of it, empty for the returned value itself. */
  rows(call: SoapCall, rows: string): Promise<RawRecord[]>
}

/** Any absolute address: what is below it is asked for through the hub's own connection. */
const site = 'http://onec.invalid'

/**
 * SOAP over the sessions of `onec`: authentication, lanes and errors are the same as for OData. The address inside the
 * WSDL is not used, for behind a reverse proxy it is often one that nobody can reach. A WSDL is read once.
 */
export function openWebServices(onec: Onec): WebServices {
  const clients = new Map<string, Promise<Client>>()

  async function clientOf(name: string): Promise<Client> {
    const address = `${site}/ws/${encodeURIComponent(name)}`
    const known = clients.get(name)
    if (known) return known
    const fresh = createClientAsync(`${address}?wsdl`, {
      httpClient: transport(onec, name, false),
      endpoint: address,
      disableCache: true,
      handleNilAsNull: true,
    })
    clients.set(name, fresh)
    fresh.catch(() => clients.delete(name))
    return fresh
  }

  return {
    async rows({ soap, operation, arguments: given, write = false }, rows) {
      const client = await clientOf(soap)
      const method = (client as unknown as Record<string, unknown>)[`${operation}Async`]
      if (typeof method !== 'function')
        throw new BadInputError(
          `У веб-сервиса «${soap}» нет операции «${operation}». Проверьте имя в файле соответствий.`,
          {
            soap,
            operation,
          },
        )
      // One client serves all calls of a service; how this one is sent is decided here.
      Object.assign(client, { httpClient: transport(onec, soap, write) })
      const [result] = (await method.call(client, given)) as [unknown]
      return recordsAt(result, ['return', rows].filter(Boolean).join('.'))
    },
  }
}

/** What the package asks for a connection, answered by ours. */
function transport(onec: Onec, name: string, write: boolean): IHttpClient {
  const ask = async (body: string | null, headers: Record<string, string>) => {
    const call = {
      below: 'infobase' as const,
      segments: ['ws', name],
      accept: 'text/xml, application/soap+xml',
    }
    return body === null
      ? onec.call({ ...call, method: 'GET', query: { wsdl: '' } }, (text) => text)
      : onec.call(
          { ...call, method: 'POST', body, type: 'text/xml; charset=utf-8', headers: soapAction(headers), write },
          (text) => text,
        )
  }
  return {
    request(_address, body: string | null, callback, headers = {}) {
      const answered = ask(body, headers).then(
        (data) => callback(null, { status: 200, statusCode: 200, headers: {}, data }, data),
        (error: unknown) => callback(error instanceof HubError ? error : new Error(String(error), { cause: error })),
      )
      return answered as unknown as ReturnType<IHttpClient['request']>
    },
  }
}

const soapAction = (headers: Record<string, string>): Record<string, string> =>
  headers.SOAPAction === undefined ? {} : { SOAPAction: headers.SOAPAction }
