import { useConsole } from '../../console.ts'
import { useApis } from '../../descriptors.ts'
import { Problems } from '../../field-error.tsx'
import { useAction } from '../../use-action.ts'
import { AccessCard } from './access.tsx'
import { downloadReport } from './report.ts'
import { ServingCard } from './serving.tsx'

/** The view *Overview*: how to reach the mock, and what it serves. */
export function Overview() {
  const { data: apis = [], error } = useApis()
  return (
    <>
      <h1>Overview</h1>
      <Problems error={error} />
      <div class="cards">
        {apis.map((api) => (
          <AccessCard key={api.name} api={api} />
        ))}
        <ServingCard apis={apis} />
        <ReportCard />
      </div>
    </>
  )
}

function ReportCard() {
  const { api, router } = useConsole()
  const { isBusy, run } = useAction()
  const download = () => run(() => downloadReport(api, router.sandbox.value))
  return (
    <section class="card" aria-labelledby="report">
      <h2 id="report">Bug report</h2>
      <p class="muted">
        The state, stubs, scenarios, requests and history of this sandbox, with its credentials, in a fixture file:{' '}
        <code>atrium-atms-mock load report.json</code> loads the state.
      </p>
      <div>
        <button type="button" class="button" disabled={isBusy} onClick={download}>
          Download bug report
        </button>
      </div>
    </section>
  )
}
