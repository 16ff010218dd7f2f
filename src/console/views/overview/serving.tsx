import { useConsole } from '../../console.ts'
import { numberText } from '../../counts.ts'
import type { ApiDescriptor } from '../../descriptors.ts'
import { Fact, Time } from '../../facts.tsx'
import { Problems } from '../../field-error.tsx'
import { DEFAULT_SANDBOX } from '../../router.ts'
import { useList } from '../../use-list.ts'
import { useLoaded } from '../../use-loaded.ts'

interface Health {
  readonly version: string
  readonly uptimeInSeconds: number
  readonly serving: { readonly start: 'fresh' | 'resumed'; readonly since: string; readonly hasDelay: boolean }
  readonly behavior: Readonly<Record<string, string>>
  readonly memory: { readonly used: number; readonly limit: number }
}
interface SandboxSummary {
  readonly name: string
  readonly created: string
  readonly fixtures: string
  readonly counts: Readonly<Record<string, number>>
  readonly requests: number
}
interface FixtureSet {
  readonly name: string
  readonly source?: string
}

/** What the sandbox serves, where that came from, and the version of the server. */
export function ServingCard({ apis }: { apis: readonly ApiDescriptor[] }) {
  const { api, router } = useConsole()
  const { data: sets, error: setsError } = useList<FixtureSet>('fixtures', ['fixtures'])
  const { data, error } = useLoaded(
    async (signal) => {
      const read = <T,>(path: string) => api.json<T>(path, { signal })
      const [health, { sandboxes }, { meta }] = await Promise.all([
        read<Health>('health'),
        read<{ sandboxes: readonly SandboxSummary[] }>('sandboxes'),
        read<{ meta: { total: number } }>('mappings?limit=0')
      ])
      return { health, sandbox: sandboxes.find(({ name }) => name === router.sandbox.value), stubs: meta.total }
    },
    [],
    ['change', 'reset', 'stubs', 'sandboxes']
  )
  return (
    <section class="card" aria-labelledby="serving">
      <h2 id="serving">Serving</h2>
      <Problems error={error ?? setsError} />
      {data !== undefined && sets !== undefined && (
        <Facts {...data} sets={sets} apis={apis} sandboxName={router.sandbox.value} />
      )}
    </section>
  )
}

interface FactsProps {
  readonly health: Health
  readonly sandbox: SandboxSummary | undefined
  readonly sets: readonly FixtureSet[]
  readonly stubs: number
  readonly apis: readonly ApiDescriptor[]
  readonly sandboxName: string
}

function Facts({ health, sandbox, sets, stubs, apis, sandboxName }: FactsProps) {
  const { api, router } = useConsole()
  const source = sets.find(({ name }) => name === sandbox?.fixtures)?.source
  const { version, uptimeInSeconds, serving, behavior, memory } = health
  const alternatives = Object.entries(behavior).map(([rule, alternative]) => `${rule}: ${alternative}`)
  const lists = apis.flatMap(({ title, lists }) => lists.map((list) => ({ title, ...list })))
  return (
    <dl class="facts">
      {sandbox === undefined && <Fact name="Sandbox">not created yet: the first change or request creates it</Fact>}
      {sandbox !== undefined && (
        <>
          <Fact name="Fixture set">
            {sandbox.fixtures}
            {source !== undefined && <span class="muted">, from {source}</span>}
          </Fact>
          <Fact name="Records">
            {lists
              .filter(({ label }) => label !== undefined)
              .map(({ label, count }) => `${numberText(sandbox.counts[count] ?? 0)} ${label}`)
              .join(', ')}
          </Fact>
          {sandboxName === DEFAULT_SANDBOX && (
            <Fact name="State">
              {serving.start}, since <Time value={serving.since} />
            </Fact>
          )}
          <Fact name="Requests">{numberText(sandbox.requests)} in the journal</Fact>
        </>
      )}
      <Fact name="Stubs">
        {stubs}
        {serving.hasDelay && sandboxName === DEFAULT_SANDBOX && ', and a delay for every response'}
      </Fact>
      {alternatives.length > 0 && <Fact name="Behavior">{alternatives.join(', ')}</Fact>}
      <Fact name="Version">
        atrium-atms-mock {version}, running for {duration(uptimeInSeconds)}
      </Fact>
      <Fact name="Memory">
        {megabytes(memory.used)} of {megabytes(memory.limit)}
      </Fact>
      <Fact name="Control API">
        <a href={`${router.root}docs/api?urls.primaryName=Control%20API`}>{api.url('__admin/')}</a>
      </Fact>
      <Fact name="Guide">
        <a href={`${router.root}docs/`}>{router.root}docs/</a>
      </Fact>
    </dl>
  )
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

const megabytes = (bytes: number): string => `${numberText(Math.ceil(bytes / 2 ** 20))} MiB`
