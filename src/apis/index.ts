import type { Api } from '../api/define-api.ts'
import { atms } from './atms/index.ts'
import { atrium } from './atrium/index.ts'

/** The emulated APIs. To add an API, add a folder and an entry here. */
export const apis = [atrium, atms] as const satisfies readonly Api[]
