import { stepsToReadMembers } from '../json-steps.ts'
import { isObject } from '../read-scalars.ts'
import type { Check, Compile, Keyword, KeywordCheck, Outcome, Run, Schema } from './keyword.ts'
import { boolean, count, object, subschemasByName, texts } from './operands.ts'
import { expression } from './scalar-keywords.ts'

/** A keyword that only checks objects. */
const ifObject =
  (check: (value: Schema, outcome: Outcome, run: Run) => void): KeywordCheck =>
  (value, outcome, run) => {
    if (isObject(value)) check(value, outcome, run)
  }

const STEPS_PER_NAME = 2

/** The names of all members. @throws TooExpensive */
function namesOf(value: Schema, run: Run): readonly string[] {
  const names = Object.keys(value)
  run.spend(stepsToReadMembers(names.length))
  return names
}

const properties: Compile = (operand, place) => {
  const checks = subschemasByName(operand, place)
  return ifObject((value, outcome, run) => {
    run.spend(STEPS_PER_NAME * checks.length)
    for (const [name, check] of checks) {
      if (Object.hasOwn(value, name)) outcome.addPart(name, check(value[name], run))
    }
  })
}

const patternProperties: Compile = (operand, place) => {
  const checks = subschemasByName(operand, place).map(
    ([name, check]) => [expression(name, place, name), check] as const
  )
  return ifObject((value, outcome, run) => {
    for (const name of namesOf(value, run)) {
      for (const [isFound, check] of checks) {
        run.spend(STEPS_PER_NAME)
        if (isFound(name, run.work)) outcome.addPart(name, check(value[name], run))
      }
    }
  })
}

const additionalProperties: Compile = (operand, place) => {
  const check = place.subschema(operand)
  const { properties, patternProperties } = place.schema
  const known = new Set(isObject(properties) ? Object.keys(properties) : [])
  const patterns = isObject(patternProperties)
    ? Object.keys(patternProperties).map((name) => expression(name, place))
    : []
  return ifObject((value, outcome, run) => {
    for (const name of namesOf(value, run)) {
      run.spend(STEPS_PER_NAME * (1 + patterns.length))
      if (known.has(name) || patterns.some((isFound) => isFound(name, run.work))) continue
      outcome.addPart(name, check(value[name], run))
    }
  })
}

const unevaluatedProperties: Compile = (operand, place) => {
  const check = place.subschema(operand)
  return ifObject((value, outcome, run) => {
    for (const name of namesOf(value, run)) {
      run.spend(STEPS_PER_NAME)
      if (!outcome.evaluated?.has(name)) outcome.addPart(name, check(value[name], run))
    }
  })
}

const propertyNames: Compile = (operand, place) => {
  const check = place.subschema(operand)
  return ifObject((value, outcome, run) => {
    for (const name of namesOf(value, run)) outcome.errors += check(name, run).errors
  })
}

const required: Compile = (operand, place) => {
  const names = texts(operand, place)
  return ifObject((value, outcome, run) => {
    outcome.errors += missing(names, value, run)
  })
}

function missing(names: readonly string[], value: Schema, run: Run): number {
  run.spend(STEPS_PER_NAME * names.length)
  return names.filter((name) => !Object.hasOwn(value, name)).length
}

const size =
  (holds: (size: number, limit: number) => boolean): Compile =>
  (operand, place) => {
    const limit = count(operand, place)
    return ifObject((value, outcome, run) => {
      if (!holds(namesOf(value, run).length, limit)) outcome.errors++
    })
  }

const dependentRequired: Compile = (operand, place) => {
  const dependencies = Object.entries(object(operand, place)).map(
    ([name, names]) => [name, texts(names, place, name)] as const
  )
  return ifObject((value, outcome, run) => {
    run.spend(STEPS_PER_NAME * dependencies.length)
    for (const [name, names] of dependencies) {
      if (Object.hasOwn(value, name)) outcome.errors += missing(names, value, run)
    }
  })
}

const dependentSchemas = (dependencies: readonly (readonly [string, Check])[]): KeywordCheck =>
  ifObject((value, outcome, run) => {
    run.spend(STEPS_PER_NAME * dependencies.length)
    for (const [name, check] of dependencies) {
      if (Object.hasOwn(value, name)) outcome.add(check(value, run), run)
    }
  })

/** Names or a schema for each member. As in WireMock, missing names are one error. */
const dependencies: Compile = (operand, place) => {
  const entries = Object.entries(object(operand, place))
  const lists = entries.filter(([, dependency]) => Array.isArray(dependency))
  const schemas = entries.filter(([, dependency]) => !Array.isArray(dependency))
  const namesByName = lists.map(([name, names]) => [name, texts(names, place, name)] as const)
  const checkSchemas = dependentSchemas(schemas.map(([name, schema]) => [name, place.subschema(schema, name)]))
  return ifObject((value, outcome, run) => {
    checkSchemas(value, outcome, run)
    run.spend(STEPS_PER_NAME * namesByName.length)
    for (const [name, names] of namesByName) {
      if (Object.hasOwn(value, name) && missing(names, value, run) > 0) outcome.errors++
    }
  })
}

const nullable: Compile = (operand, place) => {
  boolean(operand, place)
  return undefined
}

/** In the order in which they are applied. */
export const OBJECT_KEYWORDS: Readonly<Record<string, Keyword>> = {
  nullable: { compile: nullable },
  properties: { compile: properties },
  patternProperties: { compile: patternProperties },
  additionalProperties: { compile: additionalProperties },
  propertyNames: { compile: propertyNames, from: 6 },
  required: { compile: required },
  maxProperties: { compile: size((size, limit) => size <= limit) },
  minProperties: { compile: size((size, limit) => size >= limit) },
  dependencies: { compile: dependencies },
  dependentRequired: { compile: dependentRequired, from: 2019 },
  dependentSchemas: {
    compile: (operand, place) => dependentSchemas(subschemasByName(operand, place)),
    from: 2019
  }
}

export const UNEVALUATED_PROPERTIES: Keyword = { compile: unevaluatedProperties, from: 2019 }
