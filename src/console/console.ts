import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { type Announcer, createAnnouncer } from './announcer.ts'
import { type Api, createApi } from './api.ts'
import { createEvents, type Events } from './events.ts'
import { createKeys, type Keys } from './keys.ts'
import { createPace, type Pace } from './pace.ts'
import { createRouter, type Router } from './router.ts'
import { createSession, type Session } from './session.ts'
import { createToasts, type Toasts } from './toasts.ts'
import type { Draft } from './views/stubs/stub-draft.ts'

/** What every part of the page uses. */
export interface Console {
  readonly router: Router
  readonly session: Session
  /** For the present sandbox. */
  readonly api: Api
  readonly events: Events
  readonly pace: Pace
  readonly toasts: Toasts
  readonly keys: Keys
  readonly announcer: Announcer
  /** What was typed in the view *Stubs* and not saved yet, by the id of the stub: it stays while another view is shown. */
  readonly stubDrafts: Map<string, Draft>
}

/** What stays when the page shows another sandbox, and what depends on it. */
interface Parts extends Omit<Console, 'api' | 'stubDrafts'> {
  readonly forSandbox: (name: string) => Console
}

/** @param scriptUrl see `createRouter` */
export function createConsole(scriptUrl: string): Parts {
  const router = createRouter(scriptUrl)
  const session = createSession()
  const apiOf = (sandbox: string) => createApi(router.root, session, sandbox)
  const events = createEvents(apiOf, router)
  const parts = {
    router,
    session,
    events,
    pace: createPace(),
    toasts: createToasts(),
    keys: createKeys(),
    announcer: createAnnouncer()
  }
  const consoles = new Map<string, Console>()
  return {
    ...parts,
    forSandbox(name) {
      const known = consoles.get(name) ?? { ...parts, api: apiOf(name), stubDrafts: new Map() }
      consoles.set(name, known)
      return known
    }
  }
}

export const ConsoleContext = createContext<Console | undefined>(undefined)

export function useConsole(): Console {
  const value = useContext(ConsoleContext)
  if (value === undefined) throw new Error('useConsole outside of ConsoleContext')
  return value
}
