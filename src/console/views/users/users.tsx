import { capital } from '../../change.ts'
import { useConsole } from '../../console.ts'
import { useApis } from '../../descriptors.ts'
import { Problems } from '../../field-error.tsx'
import { ListView } from './list-view.tsx'

/** The view *Users*: the records of each list of each API. */
export function Users() {
  const { router } = useConsole()
  const { data: apis = [], error } = useApis()
  const tabs = apis.flatMap((api) =>
    api.lists.flatMap((list) => (list.label === undefined ? [] : [{ api, list, label: capital(list.label) }]))
  )
  const [, apiName, listName, key] = router.path.value
  const present = tabs.find(({ api, list }) => api.name === apiName && list.name === listName)
  const shown = present ?? (apiName === undefined ? tabs[0] : undefined)
  const q = router.query.value.get('q') ?? undefined
  return (
    <>
      <h1>Users</h1>
      <Problems error={error} />
      <nav class="tabs" aria-label="Lists">
        {tabs.map(({ api, list, label }) => (
          <a
            key={`${api.name}/${list.name}`}
            href={router.href(['users', api.name, list.name], { q })}
            aria-current={list === shown?.list ? 'page' : undefined}
          >
            {label}
          </a>
        ))}
      </nav>
      {shown && (
        <ListView
          key={`${shown.api.name}/${shown.list.name}`}
          api={shown.api}
          list={shown.list}
          label={shown.label}
          openKey={key}
        />
      )}
      {apis.length > 0 && shown === undefined && (
        <p>
          There is no list “{apiName}/{listName}”.
        </p>
      )}
    </>
  )
}
