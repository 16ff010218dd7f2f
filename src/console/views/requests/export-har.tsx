import { useConsole } from '../../console.ts'
import { download } from '../../download.ts'
import { useAction } from '../../use-action.ts'

/** Downloads all requests of the journal as HAR, which the developer tools of browsers import. */
export function ExportHar() {
  const { api } = useConsole()
  const { run } = useAction()
  const save = async () => download(await (await api.call('requests.har')).blob(), 'requests.har')
  return (
    <button type="button" class="button button-small" onClick={() => run(save)}>
      Export HAR
    </button>
  )
}
