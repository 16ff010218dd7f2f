import type { Api } from '../../api.ts'
import { download } from '../../download.ts'

/** The parts of a report besides the state, by their calls. */
const PARTS = {
  health: 'health',
  stubs: 'mappings',
  scenarios: 'scenarios',
  journal: 'requests',
  history: 'history?limit=1000'
}

/**
 * Downloads a fixture file with the state of the sandbox. The other parts are in its member `$mock`, which a fixture ignores. Nothing is
 * parsed: a state can have a million records.
 */
export async function downloadReport(api: Api, sandbox: string): Promise<void> {
  const read = async (path: string): Promise<Blob> => (await api.call(path)).blob()
  const names = Object.keys(PARTS)
  const [state, ...parts] = await Promise.all([read('state'), ...Object.values(PARTS).map(read)])
  const members = parts.flatMap((part, i) => [`${i === 0 ? '' : ',\n'}"${names[i]}": `, part])
  const report = new Blob(['{\n"$mock": {"report": {\n', ...members, '\n}},', state?.slice(1) ?? '}'], {
    type: 'application/json'
  })
  download(report, `report-${sandbox}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.json`)
}
