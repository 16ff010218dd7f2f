import { counted } from '../../counts.ts'
import { visible } from '../../visible.ts'
import { Body } from './body.tsx'
import type { Headers } from './journal.ts'

export interface MessageProps {
  readonly title: 'Request' | 'Response'
  readonly headers: Headers
  readonly body: string
  readonly base64: string
}

/** Headers and body of a request or a response. */
export function Message({ title, headers, body, base64 }: MessageProps) {
  const fields = Object.entries(headers).flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })))
  const id = `message-${title}`
  const length = Number(fields.find(({ name }) => name.toLowerCase() === 'content-length')?.value ?? 0)
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <details class="headers" open>
        <summary>{counted(fields.length, 'header')}</summary>
        <dl aria-label={`Headers of the ${title.toLowerCase()}`}>
          {fields.map(({ name, value }, i) => (
            <div key={i}>
              <dt>{visible(name)}</dt>
              <dd>
                <bdi>{visible(String(value))}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      </details>
      <Body title={title} text={body} base64={base64} length={length} />
    </section>
  )
}
