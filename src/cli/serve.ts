import type { Progress } from '../fixtures/fixture-file.ts'
import { countsOf } from '../fixtures/fixture-set.ts'
import type { AnsweredRequest, MockEvents, RunningMock } from '../mock/running-mock.ts'
import { ServeOptions } from '../options/options.ts'
import { command, type Terminal } from './command.ts'

const LEVELS = ['silent', 'error', 'warn', 'info']

/** Serves until the process is asked to end. */
export const serve = command({
  words: '',
  count: [0, 0],
  description: 'serve both APIs',
  options: ServeOptions,
  isService: true,
  async run(options, _words, terminal) {
    // The commands that speak to a running server do not wait for all that one is made of: a health check runs often.
    const { runMock } = await import('../mock/start-mock.ts')
    const starting = runMock(options, eventsFor(options, terminal))
    const mock = await Promise.race([starting, terminal.asked])
    if (typeof mock === 'number') {
      // It is loading still.
      starting.then((late) => late.close()).catch(() => {})
      return mock
    }
    terminal.out(options.json ? readyLine(mock) : startMessage(mock, options))
    await Promise.race([terminal.asked, mock.closed])
    await mock.close()
    return 0
  }
})

function eventsFor({ json, logLevel }: ServeOptions, terminal: Terminal): MockEvents {
  const level = LEVELS.indexOf(logLevel ?? (terminal.isInteractive ? 'info' : 'warn'))
  const shows = (wanted: string): boolean => level >= LEVELS.indexOf(wanted)
  const tell = (event: string, text: string): void => terminal.err(json ? line({ event, message: text }) : `${text}\n`)
  return {
    ...(shows('warn') && { notice: (text: string) => tell('notice', text) }),
    ...(shows('error') && { failure: (error: Error) => tell('failure', textOf(error)) }),
    ...(shows('info') && {
      request: (request: AnsweredRequest) =>
        terminal.out(json ? line({ event: 'request', ...request }) : requestLine(request))
    }),
    ...(terminal.isInteractive && { progress: progressLine(terminal) })
  }
}

/** Where it happened is of use with what was not foreseen alone. */
const textOf = (error: Error): string => ('statusCode' in error ? error.message : (error.stack as string))

const line = (value: object): string => `${JSON.stringify(value)}\n`

const readyLine = ({ url, port, tlsUrl }: RunningMock): string =>
  line({ event: 'ready', url, port, tlsUrl, pid: process.pid })

const requestLine = ({ method, url, status, milliseconds }: AnsweredRequest): string =>
  `${method} ${url} ${status} ${milliseconds.toFixed(1)} ms\n`

/** Shows a person how much of a file has been read. */
export function progressLine({ err }: Terminal): Progress {
  return (read, size) => err(`\rreading ${Math.floor((read / size) * 100)} %${read === size ? '\n' : ''}`)
}

function startMessage(mock: RunningMock, options: ServeOptions): string {
  const { url, port, credentials, fixtures } = mock
  const base = options.host === 'localhost' ? `http://localhost:${port}` : url
  const { atriumUsers, atmsUsers, userGroups } = countsOf(fixtures.state)
  const headers = (of: Record<string, string>) =>
    Object.entries(of)
      .map(([name, value]) => `${name}: ${value}`)
      .join('  ')
  return [
    'atrium-atms-mock is ready',
    `  Atrium    ${base}/users          ${headers(credentials.atrium)}`,
    `  ATMS      ${base}/api/Users      ${headers(credentials.atms)}`,
    `  control   ${base}/__admin/health`,
    `  docs      ${base}/docs`,
    `  fixtures  ${fixtures.name}, from ${fixtures.source}`,
    `            ${atriumUsers} Atrium users, ${atmsUsers} ATMS users, ${userGroups} user groups`,
    `  state     ${options.ephemeral ? 'in memory' : options.dataDir}`,
    ...secureLines(mock),
    ''
  ].join('\n')
}

/** The authority is shown whole: who starts the mock by hand copies it from here. */
function secureLines({ tlsUrl, ca }: RunningMock): string[] {
  if (tlsUrl === undefined) return []
  return [
    `  HTTPS     ${tlsUrl}`,
    ...(ca === undefined ? [] : ['            clients trust it by this certificate, also at /__admin/ca.pem:', ca])
  ]
}
