import type { Evidence } from './rule.ts'

/** How certain a rule is, and why: `verified: recorded on the real service`. */
export const CERTAINTY = {
  recorded: 'verified: recorded on the real service',
  documented: 'verified: documented by the vendor',
  successor: 'likely: documented for the successor API',
  client: 'verified: measured on an official client',
  framework: "likely: the service's framework behaves this way",
  field: 'likely: a public application relies on it',
  assumed: 'assumed'
} as const satisfies Record<Evidence, string>
