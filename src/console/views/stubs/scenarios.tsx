import { useConsole } from '../../console.ts'
import { Problems } from '../../field-error.tsx'
import { change, offerUndo } from '../../undo.ts'
import { useAction } from '../../use-action.ts'
import { useList } from '../../use-list.ts'
import { useOptimistic } from '../../use-optimistic.ts'

interface Scenario {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly possibleStates: readonly string[]
}

/** The scenarios of the stubs with their states; nothing without scenarios. */
export function Scenarios() {
  const context = useConsole()
  const { api } = context
  const { run } = useAction()
  const { data: scenarios = [], error, reload } = useList<Scenario>('scenarios', ['stubs', 'reset'])
  const reset = async () => {
    const { undo } = await change(api, 'scenarios/reset', { method: 'POST' })
    reload()
    offerUndo(context, 'All scenarios are in their first state', undo, 'The scenarios are as before')
  }
  if (scenarios.length === 0) return <Problems error={error} />
  return (
    <section class="stack scenarios" aria-labelledby="scenarios">
      <div class="toolbar">
        <h2 id="scenarios">Scenarios</h2>
        <button type="button" class="button button-small" onClick={() => run(reset)}>
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

function ScenarioRow({ scenario, changed }: { scenario: Scenario; changed: () => Promise<void> }) {
  const { api } = useConsole()
  const { name, state, possibleStates } = scenario
  const { run } = useAction()
  const { value, isBusy, choose } = useOptimistic(state, (next) =>
    run(() => api.call(`scenarios/${encodeURIComponent(name)}/state`, { method: 'PUT', body: { state: next } })).then(
      changed
    )
  )
  return (
    <li>
      <label class="scenario">
        <span class="ellipsis" title={name} dir="auto">
          {name}
        </span>
        <select aria-busy={isBusy} value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
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
