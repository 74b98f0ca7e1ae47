/** Error bodies of the OData service, in the format of the request (1c-odata §11; 1c-samples/errors). */
import type { ODataError } from '../errors.ts'
import type { Format } from './format.ts'
import { objectText, stringText } from './json-text.ts'
import { blockTag, textTag } from './xml.ts'

export function errorText(error: ODataError, format: Format): string {
  if (format.kind === 'atom') {
    return blockTag('m:error', [textTag('m:code', String(error.code)), textTag('m:message', error.message)], {
      'xmlns:m': 'http://schemas.microsoft.com/ado/2007/08/dataservices/metadata',
    })
  }
  const message = objectText([
    ['lang', stringText('ru')],
    ['value', stringText(error.message)],
  ])
  return objectText([
    [
      'odata.error',
      objectText([
        ['code', stringText(String(error.code))],
        ['message', message],
      ]),
    ],
  ])
}
