import type { Step } from '../../rules/rule.ts'
import type { PlannedRule } from './plan.ts'

/** The requests of a plan, as the cases write them: values that earlier responses contain are still in braces. */
export function dryRun(plan: readonly PlannedRule[]): string {
  const blocks = plan.flatMap(({ rule, cases }) =>
    cases.map(({ name, given = [], steps }) =>
      [`# ${rule.id}: ${name}`, ...given.map((step) => `${stepText(step)}  # prepares`), ...steps.map(stepText)].join(
        '\n'
      )
    )
  )
  const skipped = plan
    .filter(({ cases }) => cases.length === 0)
    .map(({ rule, reasons }) => `# ${rule.id}: not tried: ${reasons.join('; ')}`)
  return `${[...blocks, ...(skipped.length > 0 ? [skipped.join('\n')] : [])].join('\n\n')}\n`
}

/** Longer bodies are cut. */
const LONGEST_BODY = 200

function stepText({ request, headers = {}, credentials = {}, body }: Step): string {
  const shown = Object.entries(headers).map(([name, value]) =>
    value === undefined ? `-H '${name}:'` : `-H '${name}: ${value}'`
  )
  const wrong = Object.keys(credentials).map((name) => `-H '${name}: (wrong)'`)
  const text = typeof body === 'object' ? JSON.stringify(body) : (body ?? '')
  const cut = text.length > LONGEST_BODY ? `${text.slice(0, LONGEST_BODY)}… (${text.length} characters)` : text
  return [request, ...shown, ...wrong, ...(cut === '' ? [] : [cut])].join('  ')
}
