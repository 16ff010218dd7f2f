import type { Coverage } from '../../src/index.ts'

/** The counts of the rules that were demonstrated, by id. */
export const countsIn = ({ apis }: Coverage): Record<string, number> =>
  Object.fromEntries(
    apis
      .flatMap(({ sections }) => sections)
      .flatMap(({ rules }) => rules)
      .flatMap(({ id, count }) => (count > 0 ? [[id, count]] : []))
  )
