import { CloseButton } from '../../close-button.tsx'
import { useConsole } from '../../console.ts'
import type { ApiDescriptor } from '../../descriptors.ts'
import { SearchField } from '../../search-field.tsx'
import { listName } from './change.ts'

/** The filters of the changes, all of which are in the URL. */
export function Filters({ apis }: { apis: readonly ApiDescriptor[] }) {
  const { router } = useConsole()
  const query = router.query.value
  const [api, list] = [query.get('api') ?? '', query.get('list') ?? '']
  const choices = apis.flatMap(({ name, lists }) => lists.map((list) => ({ api: name, list: list.name })))
  const value = api === '' ? '' : `${api} ${list}`.trim()
  return (
    <div class="toolbar">
      <SearchField label="Search changes" />
      <select
        aria-label="Records"
        value={value}
        onChange={({ currentTarget }) => {
          const [api, list] = currentTarget.value.split(' ')
          router.setQuery({ api, list })
        }}
      >
        <option value="">All changes</option>
        {apis.map(({ name, title }) => (
          <option key={name} value={name}>
            All records of {title}
          </option>
        ))}
        {choices.map(({ api, list }) => (
          <option key={`${api} ${list}`} value={`${api} ${list}`}>
            {listName(apis, api, list)}
          </option>
        ))}
      </select>
      <Filter name="key" text="record" />
      <Filter name="request" text="request" />
      <HalfComparison />
    </div>
  )
}

/** A filter that came with a link, with a button that removes it. */
function Filter({ name, text }: { name: string; text: string }) {
  const { router } = useConsole()
  const value = router.query.value.get(name)
  if (value === null) return null
  return (
    <span class="history-filter small">
      {text} <bdi class="mono ellipsis">{value}</bdi>
      <CloseButton label={`Show all, not only this ${text}`} onClick={() => router.setQuery({ [name]: undefined })} />
    </span>
  )
}

/** Says that a comparison lacks its other end. */
function HalfComparison() {
  const { router } = useConsole()
  const [from, to] = [router.query.value.get('from'), router.query.value.get('to')]
  if ((from === null) === (to === null)) return null
  return (
    <span class="history-filter small" role="status">
      Compare {from === null ? `to revision ${to}` : `from revision ${from}`}: select a change and press{' '}
      {from === null ? 'f' : 't'}
      <CloseButton label="Do not compare" onClick={() => router.setQuery({ from: undefined, to: undefined })} />
    </span>
  )
}
