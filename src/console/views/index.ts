import type { ComponentType } from 'preact'
import { Contract } from './contract/contract.tsx'
import { Fixtures } from './fixtures/fixtures.tsx'
import { History } from './history/history.tsx'
import { Overview } from './overview/overview.tsx'
import { Requests } from './requests/requests.tsx'
import { Stubs } from './stubs/stubs.tsx'
import { Users } from './users/users.tsx'

/** A part of the console with its own URL. */
export interface View {
  /** The first segment of its path. */
  readonly path: string
  /** Its link in the navigation. */
  readonly label: string
  readonly component: ComponentType
}

/** In the order of the navigation. */
export const VIEWS: readonly View[] = [
  { path: 'users', label: 'Users', component: Users },
  { path: 'requests', label: 'Requests', component: Requests },
  { path: 'stubs', label: 'Stubs', component: Stubs },
  { path: 'fixtures', label: 'Fixtures', component: Fixtures },
  { path: 'history', label: 'History', component: History },
  { path: 'contract', label: 'Contract', component: Contract },
  { path: 'overview', label: 'Overview', component: Overview }
]

/** What the address of the console itself shows. */
export const FIRST_VIEW = 'overview'
