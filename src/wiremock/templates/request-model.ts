import { authorityOf } from '../../http/authority.ts'
import { type Body, textOf as bodyText } from '../../http/body-text.ts'
import type { RequestView } from '../journal/request-view.ts'
import { TextAndItems } from './values.ts'

/** What a template may read of a request besides what patterns see. */
interface Received {
  readonly rawHeaders: readonly string[]
  readonly scheme: string
  readonly clientIp: string | undefined
  readonly body: Body
  readonly text: string | undefined
}

/** What templates read of a request. */
export interface TemplatedRequest {
  readonly view: RequestView
  readonly received: Received
  readonly id: string
  /** The values in the path for the names of `urlPathTemplate`. */
  readonly pathParameters: ReadonlyMap<string, string>
}

/** The value of `request` in a template: WireMock's model of a request. */
export function requestModel({ view, received, id, pathParameters }: TemplatedRequest): ReadonlyMap<string, unknown> {
  const { scheme, clientIp } = received
  const host = view.headers.get('host')?.[0] ?? 'localhost'
  const { hostname, port } = authorityOf(host, scheme)
  const path = decoded(view.path)
  const segments = path.split('/').filter((segment, i) => i > 0 || segment !== '')
  const body = received.text ?? bodyText(received.body)
  const line = [
    ['url', view.url],
    ['query', new Map([...view.query].map(([name, values]) => [name, valuesOf(values)]))],
    ['method', view.method],
    ['scheme', scheme],
    ['host', hostname],
    ['port', port],
    ['baseUrl', `${scheme}://${host}`],
    ['clientIp', clientIp]
  ] as const
  const pathItems = new TextAndItems(path, segments, pathParameters)
  return new Map<string, unknown>([
    ...line,
    ['id', id],
    ['path', pathItems],
    ['pathSegments', new TextAndItems(path, segments)],
    ['pathParameters', pathParameters],
    // Older templates read the parts of the address here.
    ['requestLine', new Map<string, unknown>([...line, ['path', path], ['pathSegments', pathItems]])],
    ['headers', headersOf(view, received)],
    ['cookies', new Map([...view.cookies].map(([name, values]) => [name, valuesOf(values)]))],
    ['body', body],
    ['bodyAsBase64', Buffer.from(received.body as string).toString('base64')]
  ])
}

const valuesOf = (values: readonly string[]): TextAndItems => new TextAndItems(values[0] as string, values)

/** Sorted, and with the names as they were sent. */
function headersOf({ headers }: RequestView, { rawHeaders }: Received): ReadonlyMap<string, unknown> {
  const spellings = new Map<string, string>()
  for (let i = rawHeaders.length - 2; i >= 0; i -= 2) {
    const name = rawHeaders[i] as string
    spellings.set(name.toLowerCase(), name)
  }
  const sorted = [...headers].sort(([a], [b]) => Number(a > b) - Number(a < b))
  return new HeaderMap(sorted.map(([name, values]) => [spellings.get(name) as string, valuesOf(values)] as const))
}

/** A map whose names are found in any case. */
class HeaderMap extends Map<string, unknown> {
  readonly #lowerCase: ReadonlyMap<string, unknown>

  constructor(headers: readonly (readonly [string, unknown])[]) {
    super(headers)
    this.#lowerCase = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]))
  }

  override get(name: string): unknown {
    return this.#lowerCase.get(name.toLowerCase())
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
