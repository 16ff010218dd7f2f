import { call } from './calls.ts'

/** The metrics of a server, read with a parser that accepts nothing but the text format. */
export interface MetricsShown {
  readonly text: string
  /** The value of a sample; `undefined` if it is missing. */
  value(name: string, labels?: Readonly<Record<string, string>>): number | undefined
}

const META = /^# (?:HELP [a-z_]+ [^\n]+|TYPE ([a-z_]+) (counter|gauge|histogram))$/
const SAMPLE = /^([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\]|\\["\\n])*",?)+)\})? (\+Inf|-?\d+(?:\.\d+)?(?:e[+-]\d+)?)$/
const LABEL = /([a-z]+)="((?:[^"\\]|\\["\\n])*)"/g

const keyOf = (name: string, labels: Readonly<Record<string, string>>): string =>
  JSON.stringify([name, Object.entries(labels).toSorted()])

/** Reads the metrics of a server. @throws Error if a line is invalid, a sample has no type, or appears twice */
export async function metricsOf(mock: { readonly url: string }): Promise<MetricsShown> {
  const text = await (await call(mock, 'GET', '/__admin/metrics')).text()
  if (!text.endsWith('\n')) throw new Error('the text does not end with a line break')
  const types = new Map<string, string>()
  const values = new Map<string, number>()
  for (const line of text.trimEnd().split('\n')) {
    const meta = META.exec(line)
    if (meta !== null) {
      if (meta[1] !== undefined) types.set(meta[1], meta[2] ?? '')
      continue
    }
    const [, name = '', labels = '', number] = SAMPLE.exec(line) ?? []
    if (name === '') throw new Error(`invalid line: ${line}`)
    const family = name.replace(/_(?:bucket|sum|count)$/, '')
    if (!types.has(name) && types.get(family) !== 'histogram') throw new Error(`no type: ${line}`)
    const key = keyOf(name, Object.fromEntries([...labels.matchAll(LABEL)].map(([, label, value]) => [label, value])))
    if (values.has(key)) throw new Error(`repeated: ${line}`)
    values.set(key, number === '+Inf' ? Number.POSITIVE_INFINITY : Number(number))
  }
  return { text, value: (name, labels = {}) => values.get(keyOf(name, labels)) }
}
