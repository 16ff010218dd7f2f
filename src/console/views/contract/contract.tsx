import { useConsole } from '../../console.ts'
import { counted } from '../../counts.ts'
import { useApis } from '../../descriptors.ts'
import { Time } from '../../facts.tsx'
import { Problems } from '../../field-error.tsx'
import { SearchField } from '../../search-field.tsx'
import { useAction } from '../../use-action.ts'
import { useAnnounced } from '../../use-announced.ts'
import { ApiRules } from './api-rules.tsx'
import { useCoverage } from './coverage.ts'
import { useFilter } from './use-filter.ts'

/** The view *Contract*: the rules of the emulated APIs, and which of them the requests to this sandbox have demonstrated. */
export function Contract() {
  const { router } = useConsole()
  const { data, error, reload } = useCoverage()
  const { data: descriptors, error: apisError } = useApis()
  const { show, isShown } = useFilter()
  const apis = data?.apis.map((api) => ({
    ...api,
    sections: api.sections
      .map(({ title, rules }) => ({ title, rules: rules.filter(isShown) }))
      .filter(({ rules }) => rules.length > 0)
  }))
  const named = router.path.value[1]
  const isUnknown =
    named !== undefined &&
    !data?.apis.some((api) => api.sections.some(({ rules }) => rules.some(({ id }) => id === named)))
  const shown = apis?.flatMap(({ sections }) => sections).reduce((sum, { rules }) => sum + rules.length, 0)
  useAnnounced(shown === undefined ? undefined : counted(shown, 'rule'))
  return (
    <>
      <h1>Contract</h1>
      <div class="toolbar">
        <SearchField label="Search rules" />
        <select
          aria-label="Show"
          value={show}
          onChange={({ currentTarget }) => router.setQuery({ show: currentTarget.value })}
        >
          <option value="">All rules</option>
          <option value="demonstrated">Demonstrated</option>
          <option value="missing">Not demonstrated</option>
        </select>
        <span class="spacer" />
        <StartOver reload={reload} />
      </div>
      <Problems error={error ?? apisError} />
      {data !== undefined && (
        <p class="muted">
          {counted(data.meta.evaluated, 'request')} evaluated since <Time value={data.meta.since} />
        </p>
      )}
      {data?.meta.incomplete !== undefined && <p>The counts may be too low: {data.meta.incomplete}</p>}
      {data !== undefined && isUnknown && <p>There is no rule “{named}”.</p>}
      {shown === 0 && <p class="empty">No rule matches.</p>}
      {descriptors !== undefined &&
        apis?.map(
          (api) =>
            api.sections.length > 0 && (
              <ApiRules
                key={api.api}
                api={api}
                credentials={descriptors.find(({ name }) => name === api.api)?.credentials ?? {}}
              />
            )
        )}
    </>
  )
}

function StartOver({ reload }: { reload: () => void }) {
  const { api, toasts } = useConsole()
  const { isBusy, run } = useAction()
  const startOver = () =>
    run(async () => {
      await api.call('coverage', { method: 'DELETE' })
      toasts.show('The count starts again')
      reload()
    })
  return (
    <button type="button" class="button" disabled={isBusy} onClick={startOver}>
      Start over
    </button>
  )
}
