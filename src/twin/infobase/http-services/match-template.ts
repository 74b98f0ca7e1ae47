/** Which template a path belongs to: exact before `{…}` before `*`, case counts (1c-odata §16). */
import type { HttpService, UrlTemplate } from './http-service.ts'

export type TemplateMatch = { template: UrlTemplate; parameters: Readonly<Record<string, string>> }

/** How a template's segment takes part in the order of matching; the least comes first. */
const RANK = { exact: 0, parameter: 1, rest: 2 } as const

type Part = { kind: keyof typeof RANK; text: string }

/** @throws Error naming two templates that nothing tells apart, as the designer of 1C does. */
export function matchTemplate(service: HttpService, path: string): TemplateMatch | null {
  const segments = segmentsOf(path)
  const fitting = service.templates.flatMap((template) => {
    const parts = partsOf(template.template)
    const parameters = parametersOf(parts, segments)
    return parameters ? [{ template, parameters, rank: parts.map(({ kind }) => RANK[kind]).join('') }] : []
  })
  const [best, second] = fitting.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
  if (best && second && best.rank === second.rank) {
    throw new Error(`Шаблоны "${best.template.name}" и "${second.template.name}" неоднозначны`)
  }
  return best ?? null
}

const segmentsOf = (path: string) => path.replace(/^\//, '').split('/')

function partsOf(template: string): Part[] {
  return segmentsOf(template).map((segment): Part => {
    if (segment === '*') return { kind: 'rest', text: '*' }
    const parameter = /^\{(.+)\}$/.exec(segment)?.[1]
    return parameter ? { kind: 'parameter', text: parameter } : { kind: 'exact', text: segment }
  })
}

function parametersOf(parts: readonly Part[], segments: readonly string[]): Record<string, string> | null {
  const found: Record<string, string> = {}
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'rest') return { ...found, '*': segments.slice(index).join('/') }
    const segment = segments[index]
    if (segment === undefined) return null
    if (part.kind === 'exact' && segment !== part.text) return null
    if (part.kind === 'parameter') {
      if (segment === '') return null
      found[part.text] = segment
    }
  }
  return segments.length === parts.length ? found : null
}
