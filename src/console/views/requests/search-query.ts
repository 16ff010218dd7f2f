import type { RequestRow } from '../../request-row.ts'
import { pathOf } from './journal.ts'

type Test = (row: RequestRow) => boolean

/** A search as it was typed: `status:4xx path:/users -method:get "some text"`. */
export interface SearchQuery {
  readonly matches: Test
  /** What is wrong with it; the rest applies. */
  readonly problems: readonly string[]
}

const TERM = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/gi
const STATUS = /^(?:[1-5]xx|\d{3}|none)$/

/** @param text words and filters; all of them must match */
export function parseQuery(text: string): SearchQuery {
  const tests: Test[] = []
  const problems: string[] = []
  for (const [, minus, name, inQuotes, word = ''] of text.matchAll(TERM)) {
    const value = inQuotes ?? word
    const test = name === undefined ? textTest(value) : filterTest(name.toLowerCase(), value)
    if (typeof test === 'string') problems.push(test)
    else tests.push(minus === '-' ? (row) => !test(row) : test)
  }
  return { matches: (row) => tests.every((test) => test(row)), problems }
}

function textTest(text: string): Test | string {
  const [, name] = /^([a-z]+):$/i.exec(text) ?? []
  if (name !== undefined) return `missing value: write ${name}:VALUE, or "${text}" to search for this text`
  const wanted = text.toLowerCase()
  return ({ method, url, status, api, stubName }) =>
    `${method} ${url} ${status ?? ''} ${api ?? ''} ${stubName ?? ''} ${decoded(url)}`.toLowerCase().includes(wanted)
}

const STATES: Readonly<Record<string, Test>> = {
  unmatched: ({ matched }) => matched === false,
  rejected: ({ rejected }) => rejected === true,
  stubbed: ({ stub }) => typeof stub === 'string',
  pending: ({ status }) => status === undefined,
  broken: ({ status }) => status === null
}

/** By name: makes the test of a value, or says what is wrong with it. */
const FILTERS: Readonly<Record<string, (value: string) => Test | string>> = {
  status(value) {
    const wanted = value.toLowerCase().split(',')
    const wrong = wanted.find((one) => !STATUS.test(one))
    if (wrong !== undefined) return `status:${wrong}: expected a status such as 404 or 4xx, or none`
    return ({ status }) =>
      wanted.some((one) => (one === 'none' ? status === null : String(status ?? '').startsWith(one.replace('xx', ''))))
  },
  method(value) {
    const wanted = value.toUpperCase().split(',')
    return ({ method }) => wanted.includes(method.toUpperCase())
  },
  path(value) {
    const parts = value.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    const pattern = new RegExp(`^${parts.join('.*')}${parts.length > 1 ? '$' : ''}`, 'is')
    return ({ url }) => pattern.test(pathOf(url)) || pattern.test(decoded(pathOf(url)))
  },
  is(value) {
    const names = value.toLowerCase().split(',')
    const wrong = names.find((name) => STATES[name] === undefined)
    if (wrong !== undefined) return `is:${wrong}: expected one of ${Object.keys(STATES).join(', ')}`
    return (row) => names.some((name) => STATES[name]?.(row))
  },
  stub(value) {
    const wanted = value.toLowerCase()
    return ({ stub, stubName = '' }) =>
      typeof stub === 'string' && (stub.startsWith(wanted) || stubName.toLowerCase().includes(wanted))
  },
  test: (value) => (row) => groupName(row.test) === value,
  trace: (value) => (row) => row.trace === value.toLowerCase(),
  api: (value) => {
    const wanted = value.toLowerCase()
    return ({ api }) => (api ?? 'none').toLowerCase() === wanted
  }
}

/** A name as the search can quote it. */
export const groupName = (text: string | undefined): string | undefined => text?.replaceAll('"', "'")

function filterTest(name: string, value: string): Test | string {
  const filter = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined
  if (filter === undefined) {
    const names = Object.keys(FILTERS).join(', ')
    return `unknown filter '${name}' (available: ${names}). Write "${name}:${value}" to search for this text`
  }
  return value === '' ? `missing value: write ${name}:VALUE` : filter(value)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
