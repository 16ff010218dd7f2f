import { curlCommand } from '../../curl.ts'
import { quoted } from '../../shell-quote.ts'
import type { ExampleRequest } from './coverage.ts'

export interface ScriptContext {
  /** The URL of a request target. */
  readonly urlOf: (target: string) => string
  /** By the names of their headers. */
  readonly credentials: Readonly<Record<string, string>>
}

/** A value, or the same with every byte percent-encoded. */
const PLACEHOLDER = /\{\{(%?)(\w+)\}\}/

/** Requests as commands for a POSIX shell. Values of responses that later requests name become variables. */
export function scriptOf(requests: readonly ExampleRequest[], context: ScriptContext): string {
  const commands = requests.map((request, i) => {
    const later = JSON.stringify(requests.slice(i + 1))
    const [captured] = Object.entries(request.capture ?? {}).filter(([name]) => later.includes(`${name}}}`))
    const command = curl(request, context)
    if (captured === undefined) return command.replace(/ -sS\w?/, "$& -w '\\n'")
    const [name, place] = captured
    return `${name}=$(${command} |\n  ${extraction(place)})`
  })
  const needsName = JSON.stringify(requests).includes('{{unique}}')
  return [...(needsName ? ['unique=example-$(date +%s)-$$'] : []), ...commands].join('\n')
}

function curl({ method, target, headers, body, bodyLength }: ExampleRequest, context: ScriptContext): string {
  const word = (text: string): string => wordOf(text, context.credentials)
  const hasBody = body !== undefined || bodyLength !== undefined
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  const words = [
    ...Object.entries(headers).map(([name, value]) => `-H ${word(value === '' ? `${name};` : `${name}: ${value}`)}`),
    // curl would add one.
    ...(hasBody && !hasType ? ["-H 'Content-Type:'"] : []),
    ...(body === undefined ? [] : [`--data-raw ${word(body)}`]),
    ...(bodyLength === undefined ? [] : ['--data-binary @-'])
  ]
  const options = method === 'HEAD' ? '-sSI' : '-sSi'
  const url = target.replaceAll(new RegExp(PLACEHOLDER, 'g'), '')
  const command = curlCommand({ options, method, url, urlWord: word(context.urlOf(target)), hasBody, words })
  return bodyLength === undefined ? command : `head -c ${bodyLength} /dev/zero | ${command}`
}

/** Finds a value in a response: the last member with this name in the JSON body, or a header. */
const extraction = (place: string): string =>
  place.startsWith('/')
    ? `sed -n 's/.*"${place.split('/').at(-1)}":"\\{0,1\\}\\([^",}]*\\).*/\\1/p'`
    : `grep -i '^${place}: ' | cut -d ' ' -f 2- | tr -d '\\r'`

/** A text with placeholders as one word of a shell. */
function wordOf(text: string, credentials: ScriptContext['credentials']): string {
  const known = text.replaceAll(/\{\{([\w-]+)\}\}/g, (placeholder, name) => credentials[name] ?? placeholder)
  const [before = '', encoding, name, ...after] = splitOnce(known)
  const start = before === '' ? '' : quoted(before)
  if (name === undefined) return start
  const value = encoding === '' ? `$${name}` : `$(printf %s "$${name}" | od -An -v -tx1 | tr -d '\\n' | tr ' ' %)`
  return `${start}"${value}"${wordOf(after.join(''), credentials)}`
}

/** The text before the first placeholder, its parts, and the rest. */
function splitOnce(text: string): string[] {
  const found = PLACEHOLDER.exec(text)
  if (found === null) return [text]
  const [whole, encoding = '', name = ''] = found
  return [text.slice(0, found.index), encoding, name, text.slice(found.index + whole.length)]
}
