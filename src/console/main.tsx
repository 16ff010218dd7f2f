import { render } from 'preact'
import { ConsoleContext, createConsole } from './console.ts'
import { Shell } from './shell.tsx'
import './css/base.css'
import './css/controls.css'
import './css/overlays.css'
import './css/layout.css'
import './css/data.css'
import './css/lists.css'
import './css/stubs.css'
import './css/fixtures.css'
import './css/requests.css'

import './css/contract.css'
import './css/history.css'
import './css/users.css'
import './css/record-editor.css'
import './css/record-panel.css'

import './css/request-detail.css'

const element = document.getElementById('app')
if (element !== null) {
  render(<App parts={createConsole(import.meta.url)} />, element)
}

function App({ parts }: { parts: ReturnType<typeof createConsole> }) {
  return (
    <ConsoleContext.Provider value={parts.forSandbox(parts.router.sandbox.value)}>
      <Shell />
    </ConsoleContext.Provider>
  )
}
