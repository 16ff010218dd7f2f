import { useConsole } from '../../console.ts'
import { CopyButton } from '../../copy.tsx'
import { curlText } from '../../curl.ts'
import type { ApiDescriptor } from '../../descriptors.ts'
import { Command } from '../../empty-state.tsx'

/** The address of an emulated API, a credential, and a request to try. */
export function AccessCard({ api }: { api: ApiDescriptor }) {
  const { api: control } = useConsole()
  const { name, title, home, credentials } = api
  const base = control.url('').replace(/\/$/, '')
  const headers = Object.entries(credentials)
  return (
    <section class="card" aria-labelledby={`api-${name}`}>
      <h2 id={`api-${name}`}>{title}</h2>
      <dl class="facts">
        <Fact name="Address" value={base} of={title} />
        {headers.map(([key, value]) => (
          <Fact key={key} name={key} value={value} of={title} />
        ))}
      </dl>
      {headers.length === 0 && <p class="muted">No credential can be read from the state.</p>}
      <Command text={curlText(base + home, credentials)} label={`Copy curl for ${title}`} />
    </section>
  )
}

function Fact({ name, value, of }: { name: string; value: string; of: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{value}</code>
        <CopyButton text={value} label={`Copy ${name} of ${of}`}>
          Copy
        </CopyButton>
      </dd>
    </div>
  )
}
