import { useState } from 'preact/hooks'
import { useConsole } from './console.ts'
import { Dialog } from './dialog.tsx'

/** Asks for the token of the control API, when a call was rejected without it. */
export function TokenDialog() {
  const { session } = useConsole()
  const [token, setToken] = useState('')
  if (session.asks.value === 'no') return null
  return (
    <Dialog title="Token" onClose={session.cancel}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          session.enter(token)
        }}
      >
        <label class="field">
          <span>The token of --admin-token. This tab keeps it until you close it.</span>
          <input
            type="password"
            autocomplete="off"
            autofocus
            required
            value={token}
            onInput={({ currentTarget }) => setToken(currentTarget.value)}
          />
        </label>
        {session.asks.value === 'wrong' && (
          <p class="field-error" role="alert">
            The server rejected this token.
          </p>
        )}
        <div class="dialog-actions">
          <button type="submit" class="button button-primary">
            Continue
          </button>
        </div>
      </form>
    </Dialog>
  )
}
