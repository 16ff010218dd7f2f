import { type ReadonlySignal, signal } from '@preact/signals'
import { ApiError } from './api-error.ts'

const KEY = 'atrium-atms-mock-token'

/** The token of the control API, which the browser keeps until the tab is closed. */
export interface Session {
  readonly token: string | undefined
  /** Whether the page must ask for the token now; `wrong` if the last one was rejected. */
  readonly asks: ReadonlySignal<'no' | 'missing' | 'wrong'>
  /** Resolves when there is a token other than the rejected one. @throws ApiError if the user gives none */
  ask(rejected: string | undefined): Promise<void>
  enter(token: string): void
  cancel(): void
}

export function createSession(): Session {
  const asks = signal<'no' | 'missing' | 'wrong'>('no')
  // Calls that fail at the same time wait for one dialog.
  let waiting: PromiseWithResolvers<void> | undefined
  const finish = (settle: (waiting: PromiseWithResolvers<void>) => void) => {
    asks.value = 'no'
    if (waiting !== undefined) settle(waiting)
    waiting = undefined
  }
  const session: Session = {
    get token() {
      return sessionStorage.getItem(KEY) ?? undefined
    },
    asks,
    ask(rejected) {
      if (session.token !== rejected) return Promise.resolve()
      waiting ??= Promise.withResolvers()
      asks.value = rejected === undefined ? 'missing' : 'wrong'
      return waiting.promise
    },
    enter(token) {
      sessionStorage.setItem(KEY, token)
      finish(({ resolve }) => resolve())
    },
    cancel: () => finish(({ reject }) => reject(new ApiError(401, 'the server requires the token of --admin-token')))
  }
  return session
}
