import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { type Announcer, createAnnouncer } from './announcer.ts'
import { type Api, createApi } from './api.ts'
import { createEvents, type Events } from './events.ts'
import { createKeys, type Keys } from './keys.ts'
import { createRouter, type Router } from './router.ts'
import { createSession, type Session } from './session.ts'
import { createToasts, type Toasts } from './toasts.ts'

/** What every part of the page uses. */
export interface Console {
  readonly router: Router
  readonly session: Session
  readonly api: Api
  readonly events: Events
  readonly toasts: Toasts
  readonly keys: Keys
  readonly announcer: Announcer
}

export function createConsole(scriptUrl: string): Console {
  const router = createRouter(scriptUrl)
  const session = createSession()
  const api = createApi(router, session)
  const events = createEvents(api, router)
  return { router, session, api, events, toasts: createToasts(), keys: createKeys(), announcer: createAnnouncer() }
}

export const ConsoleContext = createContext<Console | undefined>(undefined)

export function useConsole(): Console {
  const value = useContext(ConsoleContext)
  if (value === undefined) throw new Error('useConsole outside of ConsoleContext')
  return value
}
