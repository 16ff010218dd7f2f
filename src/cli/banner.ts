import type { Api } from '../api/define-api.ts'
import { describeCounts } from '../fixtures/fixture-set.ts'
import type { BehaviorProfile } from '../mock/behavior.ts'
import type { RunningMock } from '../mock/running-mock.ts'
import type { StartedMock } from '../mock/start-mock.ts'
import type { ServeOptions } from '../options/options.ts'
import type { ServedState } from '../sandbox/served-state.ts'

/** The startup message: the addresses of the server, and the state that it serves. */
export function startMessage(
  { mock, served, directory, stubFiles, profile }: StartedMock,
  apis: readonly Api[],
  { host, adminToken, noAdmin }: Pick<ServeOptions, 'host'> & Partial<Pick<ServeOptions, 'adminToken' | 'noAdmin'>>
): string {
  const named = (url: string): string => (host === 'localhost' ? url.replace(/[^/]+(?=:\d+$)/, 'localhost') : url)
  const base = named(mock.url)
  // If the control API requires a token or is off, it hides credentials, so this message must not put them into a log.
  const areOpen = adminToken === undefined && !noAdmin
  const labelWidth = columnWidth(10, ...apis.map(({ title }) => title))
  const homeWidth = columnWidth(16, ...apis.map(({ home }) => home))
  const line = (label: string, text: string): string => `  ${label.padEnd(labelWidth)}${text}`.trimEnd()
  return [
    'atrium-atms-mock is ready',
    ...apis.map(({ name, title, home }) =>
      line(title, `${base}${home.padEnd(homeWidth)}${areOpen ? headerList(mock.credentials[name]) : ''}`.trimEnd())
    ),
    line('control', `${base}/__admin/health`),
    ...(noAdmin ? [] : [line('console', `${base}/console/`)]),
    line('docs', `${base}/docs`),
    line('fixtures', fixturesText(mock, served)),
    line('state', `${stateText(served)}, ${directory === undefined ? 'in memory' : `in ${directory}`}`),
    line('', describeCounts(apis, served.counts)),
    ...overridesOf(served, stubFiles).map((text) => line('stubs', text)),
    ...behaviorTexts(profile).map((text, i) => line(i === 0 ? 'behavior' : '', text)),
    ...secureLines(mock, named).map(([label, text]) => line(label, text)),
    // The whole certificate, to be copied from the terminal.
    ...(mock.ca === undefined ? [] : [mock.ca]),
    ''
  ].join('\n')
}

/** The width of a column, with two spaces after the longest text. */
const columnWidth = (minimum: number, ...texts: readonly string[]): number =>
  Math.max(minimum, ...texts.map(({ length }) => length + 2))

const headerList = (headers: Readonly<Record<string, string>> = {}): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('  ')

/** A reset of a resumed state may return to fixtures other than those of the command line. */
function fixturesText({ fixtures: { name, source } }: RunningMock, served: ServedState): string {
  const text = `${name}, from ${source}`
  return served.fixtures === name ? text : `${text}; a reset returns to ${served.fixtures}`
}

const stateText = ({ start, revision }: ServedState): string =>
  start === 'fresh' ? 'fresh' : `resumed at revision ${revision}`

/** The rules that the emulated APIs break on purpose. */
function behaviorTexts({ followed, file }: BehaviorProfile): string[] {
  if (file === undefined) return []
  const active = followed.map(({ rule, alternative }) => `${rule}: ${alternative}`)
  return [`${active.length === 0 ? 'the contract' : count(active.length)}, from ${file}`, ...active]
}

const count = (alternatives: number): string => `${alternatives} alternative${alternatives === 1 ? '' : 's'}`

/** Stubs and delays that change the responses of the emulated APIs. */
function overridesOf({ stubs, hasDelay }: ServedState, stubFiles: string | undefined): string[] {
  const parts = [
    ...(stubs > 0 ? [`${stubs} active`] : []),
    ...(stubFiles === undefined ? [] : [stubFiles]),
    ...(hasDelay ? ['a delay for every response'] : [])
  ]
  return parts.length === 0 ? [] : [parts.join(', ')]
}

function secureLines({ tlsUrl, ca }: RunningMock, named: (url: string) => string): [label: string, text: string][] {
  if (tlsUrl === undefined) return []
  const lines: [string, string][] = [['HTTPS', named(tlsUrl)]]
  return ca === undefined ? lines : [...lines, ['', 'CA certificate for clients to trust, also at /__admin/ca.pem:']]
}
