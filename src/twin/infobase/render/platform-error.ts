/** Failures before OData is reached: the platform's own bodies, not those of OData (1c-odata §11). */
import { type Member, objectText, stringText } from './json-text.ts'
import { escapeAttribute, escapeText } from './xml.ts'

/**
 * The JSON exception of the virtual resource system, behind a byte order mark.
 *
 * @param descriptions From the outermost to the innermost; those inside carry a stack and data nobody can read.
 */
export function platformExceptionJson(reason: number, descriptions: readonly string[]): string {
  const [outermost = '', ...inner] = descriptions
  const exception: Member[] = [['reason', String(reason)], ['descr', stringText(outermost)], ...innerMembers(inner)]
  return `\uFEFF${objectText([
    ['#exception', stringText('{http://v8.1c.ru/8.2/virtual-resource-system}Exception')],
    ['exception', objectText(exception)],
  ])}`
}

function innerMembers([description, ...deeper]: readonly string[]): Member[] {
  if (description === undefined) return []
  const data = Buffer.from(description, 'utf8').toString('base64')
  return [
    [
      'inner',
      objectText([
        ['clsid', stringText('580392e6-ba49-4280-ac67-fcd6f2180121')],
        ['creationStack', stringText(`src\\VResourceInfoBaseImpl.cpp(1142)`)],
        ['data', stringText(data)],
        ['descr', stringText(description)],
        ...innerMembers(deeper),
      ]),
    ],
  ]
}

/** The same as XML, with the stylesheet a browser would load (1c-samples/errors/platform-406…). */
export function platformExceptionXml(reason: number, description: string, site: string): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet type="text/xsl" href="${escapeAttribute(site)}/e1csys/vrscore/exception.xslt?sysver=8.3.27.1508"?>` +
    '<exception xmlns="http://v8.1c.ru/8.2/virtual-resource-system" xmlns:xs="http://www.w3.org/2001/XMLSchema"' +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Exception"' +
    ` clsid="580392e6-ba49-4280-ac67-fcd6f2180121" reason="${reason}">` +
    `<descr xmlns="http://v8.1c.ru/8.1/data/core">${escapeText(description)}</descr></exception>`
  )
}

/** What a web server shows when 1C falls over. */
export function applicationErrorHtml(reason: string): string {
  const text = escapeText(reason).replaceAll("'", '&apos;')
  return [
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">',
    '<html><head><title>1C:Enterprise 8 application error</title></head><body><h2>1C:Enterprise 8 application error:</h2>',
    `Unrecoverable error<br><b>by reason: </b><br>${text}</body></html>`,
  ].join('\n')
}

/** What IIS says to a path segment longer than it likes. */
export const INVALID_URL_HTML = [
  '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">',
  '<HTML><HEAD><TITLE>Bad Request</TITLE>',
  '<META HTTP-EQUIV="Content-Type" Content="text/html; charset=us-ascii"></HEAD>',
  '<BODY><h2>Bad Request - Invalid URL</h2>',
  '<hr><p>HTTP Error 400. The request URL is invalid.</p>',
  '</BODY></HTML>',
  '',
].join('\r\n')

/** A front end that answers a wrong password with a page for people. */
export const LOGIN_HTML = [
  '<!DOCTYPE html>',
  '<html><head><meta charset="utf-8"><title>1С:Предприятие</title></head>',
  '<body><form method="post"><p>Имя пользователя <input name="user"></p><p>Пароль <input type="password"></p></form></body></html>',
  '',
].join('\n')
