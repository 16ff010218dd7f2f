/** One value of a metric, with its labels. `suffix` distinguishes the values of a histogram. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string | number>>
  readonly value: number
  readonly suffix?: '' | '_bucket' | '_sum' | '_count'
}

export interface Metric {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly samples: readonly Sample[]
}

/** Of the text format of Prometheus: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export const MEDIA_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** Metrics in the text format. Their names and help texts contain nothing that must be escaped. */
export const prometheusText = (metrics: readonly Metric[]): string =>
  metrics
    .map(({ name, type, help, samples }) =>
      [`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`, ...samples.map((sample) => lineOf(name, sample))].join('')
    )
    .join('')

function lineOf(name: string, { labels = {}, value, suffix = '' }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(String(text))}"`)
  return `${name}${suffix}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${numberText(value)}\n`
}

const escaped = (text: string): string => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')

const numberText = (value: number): string => (value === Number.POSITIVE_INFINITY ? '+Inf' : String(value))
