import { useState } from 'preact/hooks'
import { useConsole } from '../../console.ts'
import { Problems } from '../../field-error.tsx'
import { change, offerUndo } from '../../undo.ts'
import { useLoaded } from '../../use-loaded.ts'

interface Scenario {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly possibleStates: readonly string[]
}

/** The scenarios of the stubs with their states; nothing without scenarios. */
export function Scenarios() {
  const context = useConsole()
  const { api, toasts } = context
  const {
    data: scenarios = [],
    error,
    reload
  } = useLoaded(
    async (signal) => (await api.json<{ scenarios: Scenario[] }>('scenarios', { signal })).scenarios,
    [],
    ['stubs', 'reset']
  )
  const reset = async () => {
    try {
      const { undo } = await change(api, 'scenarios/reset', { method: 'POST' })
      reload()
      offerUndo(context, 'All scenarios are in their first state', undo, 'The scenarios are as before')
    } catch (error) {
      toasts.fail(error)
    }
  }
  if (scenarios.length === 0) return <Problems error={error} />
  return (
    <section class="scenarios" aria-labelledby="scenarios">
      <div class="toolbar">
        <h2 id="scenarios">Scenarios</h2>
        <button type="button" class="button button-small" onClick={reset}>
          Restart all
        </button>
      </div>
      <ul>
        {scenarios.map((scenario) => (
          <ScenarioRow key={scenario.name} scenario={scenario} changed={reload} />
        ))}
      </ul>
    </section>
  )
}

function ScenarioRow({ scenario, changed }: { scenario: Scenario; changed: () => void }) {
  const { api, toasts } = useConsole()
  const { name, state, possibleStates } = scenario
  const [isBusy, setBusy] = useState(false)
  const set = async (next: string) => {
    setBusy(true)
    try {
      await api.call(`scenarios/${encodeURIComponent(name)}/state`, { method: 'PUT', body: { state: next } })
    } catch (error) {
      toasts.fail(error)
    } finally {
      setBusy(false)
      changed()
    }
  }
  return (
    <li>
      <label class="scenario">
        <span class="ellipsis" title={name} dir="auto">
          {name}
        </span>
        <select aria-busy={isBusy} value={state} onChange={({ currentTarget }) => set(currentTarget.value)}>
          {possibleStates.map((possible) => (
            <option key={possible} value={possible}>
              {possible}
            </option>
          ))}
        </select>
      </label>
    </li>
  )
}
