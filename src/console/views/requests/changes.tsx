import { useConsole } from '../../console.ts'
import type { Change } from './load-request.ts'
import { visible } from './texts.tsx'

/** What a request changed: a difference, field by field, for each record. */
export function Changes({ changes, method }: { changes: readonly Change[]; method: string }) {
  if (changes.length === 0) {
    // A read is not expected to change anything.
    return /^(?:GET|HEAD|OPTIONS)$/.test(method) ? null : (
      <section aria-labelledby="request-changes">
        <h3 id="request-changes">What it changed</h3>
        <p class="muted">Nothing, or the history no longer contains it.</p>
      </section>
    )
  }
  return (
    <section aria-labelledby="request-changes">
      <h3 id="request-changes">What it changed</h3>
      {changes.map((change) => (
        <ChangedRecord key={change.revision} change={change} />
      ))}
    </section>
  )
}

const PAST: Readonly<Record<string, string>> = { add: 'Added', replace: 'Changed', remove: 'Removed' }

function ChangedRecord({ change }: { change: Change }) {
  const { api, router, toasts } = useConsole()
  const { revision, operation, api: apiName, list, key, summary, before, after } = change
  const undo = async (revision: number, text: string) => {
    try {
      const { revision: done } = await api.json<{ revision: number }>('history/undo', { body: { revision } })
      toasts.show(text, { label: 'Undo', run: () => undo(done, 'The change was made again') })
    } catch (error) {
      toasts.fail(error)
    }
  }
  return (
    <div class="change">
      <div class="change-title">
        {apiName === undefined || list === undefined || key === undefined ? (
          <span>{summary}</span>
        ) : (
          <span>
            {PAST[operation] ?? operation} <a href={router.href(['users', apiName, list, key])}>{visible(key)}</a>
          </span>
        )}
        <a class="muted" href={router.href(['history'], { api: apiName, list, key })}>
          History
        </a>
        <span class="spacer" />
        <button
          type="button"
          class="button button-small"
          aria-label={`Undo revision ${revision}`}
          onClick={() => undo(revision, `Revision ${revision} was undone`)}
        >
          Undo
        </button>
      </div>
      <Difference before={before} after={after} />
    </div>
  )
}

type Values = Readonly<Record<string, unknown>>

function Difference({ before, after }: { before: Values | undefined; after: Values | undefined }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const changed = names
    .map((name) => ({ name, old: textOf(before?.[name]), new: textOf(after?.[name]) }))
    .filter((field) => field.old !== field.new)
  if (changed.length === 0) return null
  return (
    <div class="table-frame">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Field</th>
            {before !== undefined && <th scope="col">Before</th>}
            {after !== undefined && <th scope="col">After</th>}
          </tr>
        </thead>
        <tbody>
          {changed.map((field) => (
            <tr key={field.name}>
              <th scope="row" class="mono">
                {field.name}
              </th>
              {before !== undefined && <Value text={field.old} class="diff-removed" />}
              {after !== undefined && <Value text={field.new} class="diff-added" />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const Value = ({ text, class: name }: { text: string | undefined; class: string }) => (
  <td>{text !== undefined && <bdi class={`mono diff-value ${name}`}>{text}</bdi>}</td>
)

/** More text than this hides the other fields. */
const LONGEST_VALUE = 600

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined
  const text = visible(typeof value === 'string' ? value : JSON.stringify(value))
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}
