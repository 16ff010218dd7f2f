import { comparable, ExactNumber } from '../../common/exact-number.ts'
import { canAssign } from './assignment.ts'
import { stepsToReadMembers } from './json-steps.ts'
import { isObject } from './read-scalars.ts'
import { CHARACTERS_PER_STEP } from './subject.ts'
import type { Work } from './work.ts'

/** Whether an actual value fits what is expected. @throws TooExpensive */
export type Fits = (actual: unknown, work: Work) => boolean

/** A JSON value without the order of its members and elements: equal values are the same node. */
interface Node {
  readonly id: number
  /** Set for a value that is neither an array nor an object. */
  readonly value?: unknown
  readonly items?: readonly Node[]
  readonly members?: ReadonlyMap<string, Node>
  /** Whether it contains no placeholder. */
  readonly isExact: boolean
}

/**
 * Whether two arrays are equal if the order of array elements does not matter. Equal elements are the same node, so they are found in
 * linear time. Only the others are compared in pairs.
 *
 * @throws TooExpensive
 */
export function equalsUnordered(
  expected: readonly unknown[],
  actual: readonly unknown[],
  { ignoreExtraElements, placeholders }: { ignoreExtraElements: boolean; placeholders: ReadonlyMap<unknown, Fits> },
  work: Work
): boolean {
  const nodes = new Nodes((value) => placeholders.has(value), work)
  const [wanted, given] = [nodes.of(expected), nodes.of(actual)]
  const fits = (wanted: Node, given: Node): boolean => {
    if (wanted.isExact && (wanted === given || !ignoreExtraElements)) return wanted === given
    if (wanted.items !== undefined) return given.items !== undefined && fitsList(wanted.items, given.items)
    if (wanted.members !== undefined) return given.members !== undefined && fitsObject(wanted.members, given.members)
    const placeholder = placeholders.get(wanted.value)
    return placeholder === undefined ? wanted === given : placeholder(contentOf(given), work)
  }
  const fitsObject = (wanted: ReadonlyMap<string, Node>, given: ReadonlyMap<string, Node>): boolean => {
    if (ignoreExtraElements ? given.size < wanted.size : given.size !== wanted.size) return false
    for (const [name, node] of wanted) {
      work.spend(2, 'equalToJson')
      const other = given.get(name)
      if (other === undefined || !fits(node, other)) return false
    }
    return true
  }
  const fitsList = (wanted: readonly Node[], given: readonly Node[]): boolean => {
    if (ignoreExtraElements ? given.length < wanted.length : given.length !== wanted.length) return false
    return canAssign(...withoutEqual(wanted, given, work), fits, work)
  }
  return fits(wanted, given)
}

/** The value for a placeholder. Placeholders read only strings, numbers and booleans: for others, any object will do. */
const contentOf = ({ value, items, members }: Node): unknown => items ?? members ?? value

/**
 * Removes equal elements of both lists in pairs, and counts the rest. That prevents no assignment: if the expected element of a pair also
 * accepts another given element, then so does every expected element that accepts the given element of the pair.
 */
function withoutEqual(
  wanted: readonly Node[],
  given: readonly Node[],
  work: Work
): [Map<Node, number>, Map<Node, number>] {
  const left = countsOf(given, work)
  const missing = countsOf(wanted, work)
  for (const [node, count] of missing) {
    const available = left.get(node)
    if (available === undefined || !node.isExact) continue
    const equal = Math.min(count, available)
    reduce(missing, node, count - equal)
    reduce(left, node, available - equal)
  }
  return [missing, left]
}

function reduce(counts: Map<Node, number>, node: Node, count: number): void {
  if (count === 0) counts.delete(node)
  else counts.set(node, count)
}

function countsOf(nodes: readonly Node[], work: Work): Map<Node, number> {
  work.spend(5 * nodes.length, 'equalToJson')
  const counts = new Map<Node, number>()
  for (const node of nodes) counts.set(node, (counts.get(node) ?? 0) + 1)
  return counts
}

/** How many steps it takes to find the node of an array or object, and that of each value in it. */
const STEPS = { node: 45, value: 8 }

/** Creates the nodes of JSON values; equal values get the same node. */
class Nodes {
  readonly #leaves = new Map<unknown, Node>()
  /** Numbers that JavaScript cannot represent, by their text. */
  readonly #numbers = new Map<unknown, Node>()
  readonly #lists = new Map<string, Node>()
  readonly #objects = new Map<string, Node>()
  readonly #isPlaceholder: (value: unknown) => boolean
  readonly #work: Work
  #lastId = 0

  constructor(isPlaceholder: (value: unknown) => boolean, work: Work) {
    this.#isPlaceholder = isPlaceholder
    this.#work = work
  }

  of(value: unknown): Node {
    if (Array.isArray(value)) return this.#list(value)
    if (isObject(value)) return this.#object(value)
    const leaf = comparable(value)
    return leaf instanceof ExactNumber
      ? this.#leaf(this.#numbers, leaf.text, leaf)
      : this.#leaf(this.#leaves, leaf, leaf)
  }

  #leaf(leaves: Map<unknown, Node>, key: unknown, value: unknown): Node {
    const known = leaves.get(key)
    if (known !== undefined) return known
    const node = this.#node({ value, isExact: !this.#isPlaceholder(value) })
    leaves.set(key, node)
    return node
  }

  #list(values: readonly unknown[]): Node {
    this.#work.spend(STEPS.node + STEPS.value * values.length, 'equalToJson')
    const items = values.map((item) => this.of(item)).sort((a, b) => a.id - b.id)
    const key = items.map(({ id }) => id).join()
    const known = this.#lists.get(key)
    if (known !== undefined) return known
    const node = this.#node({ items, isExact: items.every(({ isExact }) => isExact) })
    this.#lists.set(key, node)
    return node
  }

  #object(value: object): Node {
    const names = Object.keys(value).sort()
    this.#work.spend(STEPS.node + 2 * STEPS.value * names.length + stepsToReadMembers(names.length), 'equalToJson')
    const members = new Map(names.map((name) => [name, this.of(Reflect.get(value, name))]))
    const key = JSON.stringify([names, ...[...members.values()].map(({ id }) => id)])
    this.#work.spend(key.length / CHARACTERS_PER_STEP, 'equalToJson')
    const known = this.#objects.get(key)
    if (known !== undefined) return known
    const node = this.#node({ members, isExact: [...members.values()].every(({ isExact }) => isExact) })
    this.#objects.set(key, node)
    return node
  }

  #node(content: Pick<Node, 'value' | 'items' | 'members' | 'isExact'>): Node {
    return { id: ++this.#lastId, ...content }
  }
}
