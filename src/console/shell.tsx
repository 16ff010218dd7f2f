import { useEffect } from 'preact/hooks'
import { useConsole } from './console.ts'
import { KeyHelp } from './key-help.tsx'
import { LiveRegion } from './live-region.tsx'
import { ResetButton } from './reset-button.tsx'
import { DEFAULT_SANDBOX } from './router.ts'
import { SandboxPicker } from './sandbox-picker.tsx'
import { ToastList } from './toast.tsx'
import { TokenDialog } from './token-dialog.tsx'
import { FIRST_VIEW, VIEWS } from './views/index.ts'

/** The page: the header, the navigation, and the view that the URL names. */
export function Shell() {
  const { router, events, toasts } = useConsole()
  const name = router.path.value[0] ?? FIRST_VIEW
  const sandbox = router.sandbox.value
  const view = VIEWS.find(({ path }) => path === name)
  const title = view?.label ?? 'Not found'
  useEffect(() => {
    document.title = `${title} · ${sandbox} · atrium-atms-mock`
  }, [title, sandbox])
  useEffect(
    () =>
      // Connecting again would create the sandbox again.
      events.on(['dropped'], () => {
        toasts.show(`The sandbox '${sandbox}' was dropped`)
        router.go(router.hrefIn(DEFAULT_SANDBOX))
      }),
    [events, sandbox]
  )
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <header class="header">
        <a class="brand" href={router.href(['overview'])}>
          atrium-atms-mock
        </a>
        <SandboxPicker />
        <ResetButton />
        <ConnectionState />
      </header>
      <nav class="nav" aria-label="Views">
        {VIEWS.map(({ path, label }) => (
          <a key={path} href={router.href([path])} aria-current={path === name ? 'page' : undefined}>
            {label}
          </a>
        ))}
      </nav>
      <main id="main" class="main" tabIndex={-1}>
        {/* Another sandbox starts with an empty view, so that no data of the last one is shown. */}
        {view === undefined ? <NotFound name={name} /> : <view.component key={sandbox} />}
      </main>
      <ToastList />
      <LiveRegion />
      <KeyHelp />
      <TokenDialog />
    </>
  )
}

function ConnectionState() {
  const { events } = useConsole()
  const state = events.connection.value
  return (
    <span class="connection" role="status" data-state={state.replace(' ', '-')}>
      {state}
    </span>
  )
}

function NotFound({ name }: { name: string }) {
  return (
    <>
      <h1>Not found</h1>
      <p>There is no view “{name}”.</p>
    </>
  )
}
