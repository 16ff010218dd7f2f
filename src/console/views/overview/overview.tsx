import { useState } from 'preact/hooks'
import { useConsole } from '../../console.ts'
import { useApis } from '../../descriptors.ts'
import { Problems } from '../../field-error.tsx'
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
  const { api, router, toasts } = useConsole()
  const [isBusy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    try {
      await downloadReport(api, router.sandbox.value)
    } catch (error) {
      toasts.fail(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section class="card" aria-labelledby="report">
      <h2 id="report">Bug report</h2>
      <p class="muted">
        One file with the state of this sandbox, its stubs, scenarios, requests and history. It is a fixture file:{' '}
        <code>atrium-atms-mock load report.json</code> loads the state. It contains the credentials of the fixtures.
      </p>
      <div>
        <button type="button" class="button" disabled={isBusy} onClick={download}>
          Download bug report
        </button>
      </div>
    </section>
  )
}
