import { STATUS_CODES } from 'node:http'
import { pathOf } from '../../http/known-paths.ts'
import { shownUrl } from '../../wiremock/journal/explanation.ts'
import type { JournalEntry } from '../../wiremock/journal/journal-entry.ts'
import type { ControlOptions } from '../options.ts'

/** Why an emulated API rejected a request, and the routes that are nearest if none matched; `undefined` if it did not. */
export function rejectionOf(entry: JournalEntry, { redaction, routesFor }: ControlOptions): object | undefined {
  const { response, stub, whyNotAuthenticated, wasMatched, url, method } = entry
  const isOwn = stub === undefined || stub.mapping.response.emulates
  if (response === undefined || !isOwn || response.status < 400) return undefined
  const { status, body = '' } = response
  const sentences = sentencesIn(redaction.errorBody(String(body)))
  const reasons = [whyNotAuthenticated, ...sentences].filter((reason) => reason !== undefined)
  const found = routesFor(url)
  const reason = reasons.length > 0 ? reasons.join('; ') : (STATUS_CODES[status] ?? String(status))
  if (wasMatched || found === undefined) return { status, reason }
  const path = pathOf(shownUrl(url, redaction))
  const routes = found.paths.nearestTo(found.path).map(({ template, verbs, isMatch }) => ({
    methods: verbs,
    path: template,
    fields: [
      { field: 'method', expected: verbs, actual: method, matched: verbs.includes(method) },
      { field: 'path', expected: template, actual: path, matched: isMatch }
    ]
  }))
  return { status, reason, routes }
}

/** The texts of an error that are for people: other texts, such as codes, are single words. */
function sentencesIn(body: string): string[] {
  try {
    return textsIn(JSON.parse(body)).filter((text) => /\s/.test(text))
  } catch {
    return body === '' ? [] : [body]
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
