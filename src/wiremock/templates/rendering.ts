import type { Work } from '../matching/work.ts'
import type { HelperCall } from './helpers/helper.ts'
import { HELPERS } from './helpers/index.ts'
import type { Block, Call, Expression, Node, Path } from './nodes.ts'
import { RenderWork } from './render-work.ts'
import { TemplateError } from './template-error.ts'
import { isTruthy, listOf, memberOf } from './values.ts'
import { prettyJson, textOf } from './write-value.ts'

const STEPS_PER_NODE = 50
/** For an expression, a name in a path, or a scope that is searched for it. */
const STEPS_PER_PART = 5
/** For a named argument. */
const STEPS_PER_OPTION = 15
/** For each time that the body of a block is rendered. */
const STEPS_PER_SCOPE = 20
const RENDERING = 'rendering a template'

/** What a template may read: nothing else of the server is reachable. */
export interface RenderContext {
  readonly model: ReadonlyMap<string, unknown>
  readonly work: Work
  random(): number
  now(): Date
  compiled: HelperCall['compiled']
  /** Sets how much memory is reserved for the rendering, in bytes. */
  reserve(bytes: number): void
}

/** The value that `this` refers to, and the names that are known there. */
interface Scope {
  readonly value: unknown
  readonly data: Readonly<Record<string, unknown>>
  readonly names: ReadonlyMap<string, unknown>
  readonly outer: Scope | undefined
  /** How many scopes are around it. */
  readonly depth: number
}

/** Renders templates for one response: variables that one of them defines are known to the next. It never runs code of a template. */
export class Rendering {
  readonly #context: RenderContext
  readonly #work: RenderWork
  readonly #variables = new Map<string, unknown>()
  readonly #root: Scope

  constructor(context: RenderContext) {
    this.#context = context
    this.#work = new RenderWork(context.work, (bytes) => context.reserve(bytes))
    this.#root = { value: context.model, data: {}, names: this.#variables, outer: undefined, depth: 0 }
  }

  /** @throws TemplateError, TooExpensive */
  render(nodes: readonly Node[]): string {
    return this.#nodes(nodes, this.#root)
  }

  #nodes(nodes: readonly Node[], scope: Scope): string {
    let output = ''
    for (const node of nodes) {
      this.#work.spend(STEPS_PER_NODE, RENDERING)
      const text = node.kind === 'text' ? node.text : this.#node(node, scope)
      this.#work.write(text.length, output.length)
      output += text
    }
    return output
  }

  #node(node: Exclude<Node, { kind: 'text' }>, scope: Scope): string {
    if (node.kind === 'value') return this.#textOf(this.#evaluate(node.of, scope))
    if (node.of.kind === 'call') return this.#textOf(this.#call(node.of, scope, node))
    return this.#section(node, scope)
  }

  /** Does not count a string: `#nodes` counts it when it adds it to the output. */
  #textOf(value: unknown): string {
    return typeof value === 'string' ? value : textOf(value, this.#work)
  }

  /** A block without a helper: once for each element of a list, or with an object as `this`. */
  #section(block: Block, scope: Scope): string {
    const value = this.#evaluate(block.of, scope)
    if (!isTruthy(value)) return this.#nodes(block.inverse, scope)
    const list = listOf(value)
    if (list === undefined) return this.#nodes(block.body, this.#inner(scope, value))
    let output = ''
    for (const item of list) output += this.#nodes(block.body, this.#inner(scope, item))
    return output
  }

  #evaluate(expression: Expression, scope: Scope): unknown {
    this.#work.spend(STEPS_PER_PART, RENDERING)
    switch (expression.kind) {
      case 'literal':
        return expression.value
      case 'path':
        return this.#path(expression, scope)
      case 'call':
        this.#work.spend(STEPS_PER_NODE, RENDERING)
        return this.#call(expression, scope)
    }
  }

  #path({ isData, depth, parts }: Path, scope: Scope): unknown {
    this.#work.spend(STEPS_PER_PART * (parts.length + depth + scope.depth), RENDERING)
    const [head = '', ...rest] = parts
    if (isData) return rest.reduce(memberOf, head === 'root' ? this.#root.value : dataOf(head, scope))
    let start: Scope | undefined = scope
    for (let i = 0; i < depth; i++) start = start && parentOf(start)
    if (parts.length === 0) return start?.value
    // As in WireMock, a name that is unknown here is looked up in the outer scopes.
    for (let at = start; at !== undefined; at = at.outer) {
      const value = at.names.get(head) ?? memberOf(at.value, head)
      if (value !== undefined) return rest.reduce(memberOf, value)
    }
    return undefined
  }

  #call({ helper, args, hash, at }: Call, scope: Scope, block?: Block): unknown {
    const { work, compiled } = this.#context
    const values = args.map((arg) => this.#evaluate(arg, scope))
    work.spend(STEPS_PER_OPTION * hash.length, RENDERING)
    try {
      return HELPERS[helper]?.({
        args: values,
        hash: Object.fromEntries(hash.map(([name, value]) => [name, this.#evaluate(value, scope)])),
        current: scope.value,
        isBlock: block !== undefined,
        work,
        random: () => this.#context.random(),
        now: () => this.#context.now(),
        text: (value) => textOf(value, this.#work),
        json: (value) => prettyJson(value, this.#work),
        body: (value, data, params = []) => {
          const declared = block?.params ?? []
          this.#work.spend(STEPS_PER_PART * declared.length, RENDERING)
          const names = new Map(declared.map((name, i) => [name, params[i]]))
          return this.#nodes(block?.body ?? [], this.#inner(scope, value, data, names))
        },
        inverse: () => this.#nodes(block?.inverse ?? [], scope),
        assign: (name, value) => void this.#variables.set(name, value),
        compiled,
        spendText: (length, steps) => this.#work.write(length, 0, steps),
        reserve: (bytes) => this.#work.reserve(bytes)
      })
    } catch (error) {
      if (!(error instanceof TemplateError) || error.message.startsWith('line ')) throw error
      throw new TemplateError(`${at}: ${helper}: ${error.message}`)
    }
  }

  #inner(outer: Scope, value: unknown, data: Scope['data'] = {}, names: Scope['names'] = new Map()): Scope {
    this.#work.spend(STEPS_PER_SCOPE, RENDERING)
    return { value, data, names, outer, depth: outer.depth + 1 }
  }
}

/** The scope that `../` refers to: blocks such as `{{#if}}`, which keep `this`, do not count. */
function parentOf({ value, outer }: Scope): Scope | undefined {
  let at = outer
  while (at?.value === value) at = at?.outer
  return at
}

function dataOf(name: string, scope: Scope): unknown {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    if (Object.hasOwn(at.data, name)) return at.data[name]
  }
  return undefined
}
