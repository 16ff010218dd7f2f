import { apis } from '../apis/index.ts'
import { ClockAndIds } from '../common/clock-and-ids.ts'
import { setTimeout } from '../common/timers.ts'
import type { Progress } from '../fixtures/fixture-file.ts'
import type { MockEvents } from '../mock/events.ts'
import type { RunningMock } from '../mock/running-mock.ts'
import { ServeOptions, withApiOptions } from '../options/options.ts'
import type { HandledRequest } from '../server/events.ts'
import { startMessage } from './banner.ts'
import { command, type Terminal } from './command.ts'
import { jsonLine, requestJson, requestText, textLine } from './log-lines.ts'

/** The options of the server, with those of the emulated APIs. */
export const serveOptions = withApiOptions(ServeOptions, apis)

/** In milliseconds: how long connections to a store may stay open after the server was closed. */
const LEFTOVERS = 500

const LEVELS = ['silent', 'error', 'warn', 'info']

/** Runs the server until the process is interrupted. */
export const serve = command({
  usage: '',
  count: [0, 0],
  description: 'start the server',
  options: serveOptions,
  isService: true,
  async run(options, _args, terminal) {
    // Loaded only here, so that commands such as health start fast.
    const { startServer } = await import('../mock/start-mock.ts')
    const starting = startServer(options, apis, eventsFor(options, terminal))
    const started = await Promise.race([starting, terminal.interrupted])
    if (typeof started === 'number') {
      // Interrupted during startup.
      starting.then(({ mock }) => mock.close()).catch(() => {})
      return started
    }
    const { mock } = started
    terminal.out(options.json ? readyLine(mock) : startMessage(started, apis, options))
    await Promise.race([terminal.interrupted, mock.closed])
    await mock.close()
    // The client of NATS never closes a connection that a frozen NATS has accepted, and so the process would not end.
    if (options.store !== undefined) setTimeout(() => process.exit(), LEFTOVERS).unref()
    return 0
  }
})

/** Event handlers that log to the terminal. */
export function eventsFor({ json, logLevel }: Pick<ServeOptions, 'json' | 'logLevel'>, terminal: Terminal): MockEvents {
  const clock = new ClockAndIds()
  const level = LEVELS.indexOf(logLevel ?? (terminal.isInteractive ? 'info' : 'warn'))
  const logs = (minimum: string): boolean => level >= LEVELS.indexOf(minimum)
  const log = (event: 'notice' | 'failure', text: string): void =>
    terminal.err(json ? jsonLine(event, text, clock.now()) : textLine(text, clock.now()))
  return {
    ...(logs('warn') && { notice: (text: string) => log('notice', text) }),
    ...(logs('error') && { failure: (error: Error) => log('failure', messageOf(error)) }),
    ...(logs('info') && {
      request: (request: HandledRequest) =>
        terminal.out(json ? requestJson(request) : requestText(request, terminal.hasColors))
    }),
    ...(terminal.showsProgress && { progress: progressLine(terminal) })
  }
}

/** Only unexpected errors need a stack trace. */
const messageOf = (error: Error): string => ('statusCode' in error ? error.message : (error.stack as string))

const readyLine = ({ url, port, tlsUrl }: RunningMock): string =>
  jsonLine('ready', `atrium-atms-mock is ready: ${url}`, new ClockAndIds().now(), {
    url,
    port,
    tlsUrl,
    pid: process.pid
  })

/** Shows on a terminal how much of a file has been read. */
export function progressLine({ err }: Terminal): Progress {
  return (read, size) => err(`\rreading ${Math.floor((read / size) * 100)}%${read === size ? '\n' : ''}`)
}
