import type { CompileBudget } from '../compile-budget.ts'
import { TooExpensive, type Work } from '../work.ts'
import type { Version } from './versions.ts'

export type Schema = Readonly<Record<string, unknown>>

/** What is wrong with a schema. */
export class SchemaError extends Error {
  /** The place in the schema, as a JSON pointer. */
  readonly pointer: string

  constructor(pointer: string, message: string) {
    super(message)
    this.pointer = pointer
  }
}

/** In schemas that apply to each other. Each one takes a few stack frames. */
const MAX_DEPTH = 1000
const STEPS_PER_SCHEMA = 6
const STEPS_PER_KEYWORD = 3
/** For the set of what was evaluated. */
const STEPS_TO_TRACK = 15

/** One comparison of a value with a schema. */
export class Run {
  readonly work: Work
  /** Whether the schema asks which members and elements were looked at. */
  readonly tracksEvaluated: boolean
  #depth = 0

  constructor(work: Work, tracksEvaluated: boolean) {
    this.work = work
    this.tracksEvaluated = tracksEvaluated
  }

  /** Begins to apply a schema. @throws TooExpensive */
  enter(keywords: number): void {
    this.spend(STEPS_PER_SCHEMA + STEPS_PER_KEYWORD * keywords + (this.tracksEvaluated ? STEPS_TO_TRACK : 0))
    // Such a schema never ends, or only with the stack.
    if (++this.#depth > MAX_DEPTH) {
      throw new TooExpensive(
        `matchesJsonSchema exceeds the limit of ${MAX_DEPTH} nested schemas: does a reference refer to itself?`
      )
    }
  }

  leave(): void {
    this.#depth--
  }

  /** @throws TooExpensive */
  spend(steps: number): void {
    this.work.spend(steps, 'matchesJsonSchema')
  }
}

/** The result of applying a schema to a value. */
export class Outcome {
  errors = 0
  /** The names of members and the indexes of elements that a schema applied to; `undefined` if no schema asks. */
  readonly evaluated: Set<string | number> | undefined

  constructor({ tracksEvaluated }: Run) {
    if (tracksEvaluated) this.evaluated = new Set()
  }

  /** Adds the result of another schema for the same value. */
  add({ errors, evaluated }: Outcome, run: Run): void {
    this.errors += errors
    if (evaluated === undefined) return
    run.spend(evaluated.size)
    for (const part of evaluated) this.evaluated?.add(part)
  }

  /** Adds the result of a schema for a member or an element. */
  addPart(part: string | number, { errors }: Outcome): void {
    this.errors += errors
    this.evaluated?.add(part)
  }
}

/** Applies a schema to a value. @throws TooExpensive */
export type Check = (value: unknown, run: Run) => Outcome
/** Applies one keyword to a value, after those before it. @throws TooExpensive */
export type KeywordCheck = (value: unknown, outcome: Outcome, run: Run) => void

/** Where a keyword is. */
export interface Place {
  /** The schema that contains the keyword. */
  readonly schema: Schema
  readonly version: Version
  readonly budget: CompileBudget
  /** Compiles a schema in the operand. @param path its place in the operand */
  subschema(schema: unknown, ...path: readonly (string | number)[]): Check
  /** Compiles the schema in another member of the schema that contains the keyword. */
  sibling(name: string): Check
  /** Compiles the schema that a reference leads to. @throws SchemaError */
  reference(to: string): Check
  /** @param path the wrong place in the operand */
  fail(message: string, ...path: readonly (string | number)[]): never
}

/** Compiles the operand of a keyword. @throws SchemaError */
export type Compile = (operand: unknown, place: Place) => KeywordCheck | undefined

/** A keyword, and the versions that have it. */
export interface Keyword {
  readonly compile: Compile
  readonly from?: Version
  readonly to?: Version
}
