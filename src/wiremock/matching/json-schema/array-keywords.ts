import { canonical } from './canonical.ts'
import type { Check, Compile, Keyword, KeywordCheck, Outcome, Run } from './keyword.ts'
import { boolean, count, subschemas } from './operands.ts'

/** A keyword that only checks arrays. */
const ifArray =
  (check: (items: readonly unknown[], outcome: Outcome, run: Run) => void): KeywordCheck =>
  (value, outcome, run) => {
    if (Array.isArray(value)) check(value, outcome, run)
  }

/** A schema for each element. */
const eachItem = (checks: readonly Check[]): KeywordCheck =>
  ifArray((items, outcome, run) => {
    for (const [i, check] of checks.entries()) {
      if (i >= items.length) return
      outcome.addPart(i, check(items[i], run))
    }
  })

/** All elements from a place on have the same schema. */
const itemsFrom = (start: number, check: Check): KeywordCheck =>
  ifArray((items, outcome, run) => {
    for (let i = start; i < items.length; i++) outcome.addPart(i, check(items[i], run))
  })

const items: Compile = (operand, place) => {
  if (Array.isArray(operand) && place.version !== 2020)
    return eachItem(operand.map((item, i) => place.subschema(item, i)))
  const { prefixItems } = place.schema
  const start = place.version === 2020 && Array.isArray(prefixItems) ? prefixItems.length : 0
  return itemsFrom(start, place.subschema(operand))
}

const additionalItems: Compile = (operand, place) => {
  const check = place.subschema(operand)
  const { items } = place.schema
  return Array.isArray(items) ? itemsFrom(items.length, check) : undefined
}

const unevaluatedItems: Compile = (operand, place) => {
  const check = place.subschema(operand)
  return ifArray((items, outcome, run) => {
    run.spend(items.length)
    for (const [i, item] of items.entries()) {
      if (!outcome.evaluated?.has(i)) outcome.addPart(i, check(item, run))
    }
  })
}

const contains: Compile = (operand, place) => {
  const check = place.subschema(operand)
  const option = (name: string, otherwise: number): number => {
    const limit = place.schema[name]
    return limit === undefined ? otherwise : count(limit, place)
  }
  const [least, most] = [option('minContains', 1), option('maxContains', Number.POSITIVE_INFINITY)]
  return ifArray((items, outcome, run) => {
    let found = 0
    for (const [i, item] of items.entries()) {
      if (check(item, run).errors > 0) continue
      found++
      outcome.evaluated?.add(i)
    }
    if (found < least || found > most) outcome.errors++
  })
}

const uniqueItems: Compile = (operand, place) => {
  if (!boolean(operand, place)) return undefined
  return ifArray((items, outcome, run) => {
    const texts = new Set(items.map((item) => canonical(item, (steps) => run.spend(steps))))
    if (texts.size < items.length) outcome.errors++
  })
}

const size =
  (holds: (size: number, limit: number) => boolean): Compile =>
  (operand, place) => {
    const limit = count(operand, place)
    return ifArray((items, outcome) => {
      if (!holds(items.length, limit)) outcome.errors++
    })
  }

export const ARRAY_KEYWORDS: Readonly<Record<string, Keyword>> = {
  prefixItems: { compile: (operand, place) => eachItem(subschemas(operand, place)), from: 2020 },
  items: { compile: items },
  additionalItems: { compile: additionalItems, to: 2019 },
  contains: { compile: contains, from: 6 },
  uniqueItems: { compile: uniqueItems },
  maxItems: { compile: size((size, limit) => size <= limit) },
  minItems: { compile: size((size, limit) => size >= limit) }
}

export const UNEVALUATED_ITEMS: Keyword = { compile: unevaluatedItems, from: 2019 }
