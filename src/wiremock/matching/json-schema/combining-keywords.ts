import type { Check, Compile, Keyword } from './keyword.ts'
import { subschemas, subschemasByName, text } from './operands.ts'

const allOf: Compile = (operand, place) => {
  const checks = subschemas(operand, place)
  return (value, outcome, run) => {
    for (const check of checks) outcome.add(check(value, run), run)
  }
}

const anyOf: Compile = (operand, place) => {
  const checks = subschemas(operand, place)
  return (value, outcome, run) => {
    let isValid = false
    let errors = 0
    for (const check of checks) {
      if (isValid && !run.tracksEvaluated) return
      const each = check(value, run)
      errors += each.errors
      if (each.errors > 0) continue
      isValid = true
      outcome.add(each, run)
    }
    if (!isValid) outcome.errors += errors
  }
}

const oneOf: Compile = (operand, place) => {
  const checks = subschemas(operand, place)
  return (value, outcome, run) => {
    const all = checks.map((check) => check(value, run))
    const [first, ...others] = all.filter(({ errors }) => errors === 0)
    if (first !== undefined && others.length === 0) outcome.add(first, run)
    // As in WireMock, which reports why none of them applies.
    else outcome.errors += 1 + (first === undefined ? all.reduce((sum, { errors }) => sum + errors, 0) : 0)
  }
}

const not: Compile = (operand, place) => {
  const check = place.subschema(operand)
  return (value, outcome, run) => {
    if (check(value, run).errors === 0) outcome.errors++
  }
}

/** `then` and `else` are compiled with it. */
const conditional: Compile = (operand, place) => {
  const check = place.subschema(operand)
  const branch = (name: string): Check | undefined =>
    Object.hasOwn(place.schema, name) ? place.sibling(name) : undefined
  const [then, otherwise] = [branch('then'), branch('else')]
  return (value, outcome, run) => {
    const condition = check(value, run)
    if (condition.errors === 0) outcome.add(condition, run)
    const next = condition.errors === 0 ? then : otherwise
    if (next !== undefined) outcome.add(next(value, run), run)
  }
}

const reference: Compile = (operand, place) => {
  const check = place.reference(text(operand, place))
  return (value, outcome, run) => outcome.add(check(value, run), run)
}

/** Schemas that apply only where others refer to them. */
const definitions: Compile = (operand, place) => {
  subschemasByName(operand, place)
  return undefined
}

export const REFERENCE: Keyword = { compile: reference }

export const COMBINING_KEYWORDS: Readonly<Record<string, Keyword>> = {
  definitions: { compile: definitions },
  $defs: { compile: definitions, from: 2019 },
  $ref: REFERENCE,
  $recursiveRef: { compile: reference, from: 2019, to: 2019 },
  $dynamicRef: { compile: reference, from: 2020 },
  allOf: { compile: allOf },
  anyOf: { compile: anyOf },
  oneOf: { compile: oneOf },
  not: { compile: not },
  if: { compile: conditional, from: 7 }
}
