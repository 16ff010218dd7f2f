import { ATMS_MUTATIONS } from './atms-mutations.ts'
import { ATRIUM_MUTATIONS } from './atrium-mutations.ts'
import type { Mutation } from './mutate.ts'

/** A wrong response for each rule that has a case. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = { ...ATRIUM_MUTATIONS, ...ATMS_MUTATIONS }
