import type { Api } from '../api/define-api.ts'
import { atms } from './atms/index.ts'
import { atrium } from './atrium/index.ts'

/** The emulated APIs. A new API is a new folder and one more entry here. */
export const apis = [atrium, atms] as const satisfies readonly Api[]
