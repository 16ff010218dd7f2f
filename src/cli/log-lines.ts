import { styleText } from 'node:util'
import type { HandledRequest } from '../server/events.ts'

/** The log levels of pino, so that its tools can read the lines. */
const LEVELS = { notice: 40, failure: 50, ready: 30, request: 30 } as const

/** An event as a line of JSON with the members `level`, `time` and `msg` of pino. */
export function jsonLine(event: keyof typeof LEVELS, msg: string, time: Date, others: object = {}): string {
  return `${JSON.stringify({ event, level: LEVELS[event], time: time.getTime(), msg, ...others })}\n`
}

/** A text after the local time: `09:15:02.345 my.json changed`. */
export const textLine = (text: string, time: Date): string => `${clockOf(time)} ${text}\n`

/** A request as JSON. */
export function requestJson(request: HandledRequest): string {
  const { time, ...others } = request
  return jsonLine('request', summaryOf(request, String(request.status)), time, others)
}

/** A request for people: `09:15:02.345 GET /path 418 0.8 ms in sandbox w1, by stub teapot`. */
export function requestText(request: HandledRequest, hasColors: boolean): string {
  const { status, milliseconds, sandbox, stub, reason, time } = request
  const shown = hasColors ? styleText(colorOf(status), String(status), { validateStream: false }) : String(status)
  const details = [
    ...(sandbox === 'default' ? [] : [`in sandbox ${sandbox}`]),
    ...(stub === undefined ? [] : [`by stub ${stub}`]),
    ...(reason === undefined ? [] : [reason])
  ]
  return textLine(`${summaryOf(request, shown)} ${milliseconds.toFixed(1)} ms ${details.join(', ')}`.trimEnd(), time)
}

const summaryOf = ({ method, url }: HandledRequest, status: string): string => `${method} ${url} ${status}`

const colorOf = (status: number) => (status < 300 ? 'green' : status < 400 ? 'cyan' : status < 500 ? 'yellow' : 'red')

function clockOf(time: Date): string {
  const [hours, minutes, seconds] = [time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits)
  return `${hours}:${minutes}:${seconds}.${String(time.getMilliseconds()).padStart(3, '0')}`
}

const twoDigits = (n: number): string => String(n).padStart(2, '0')
