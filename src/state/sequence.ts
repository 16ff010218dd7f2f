const BITS = 4
const WIDTH = 1 << BITS
const MASK = WIDTH - 1

/** A node of the tree. Its items are values at the lowest level and nodes above it; `undefined` for removed or empty ones. */
interface Node<T> {
  readonly count: number
  readonly items: readonly (Node<T> | T | undefined)[]
}

const EMPTY: Node<never> = Object.freeze({ count: 0, items: [] })

/**
 * An immutable sequence of values, each at the serial number it was appended with.
 *
 * A tree with 16 items per node, addressed by the digits of the serial number. Each node counts the values below it. So a change
 * copies three or four short arrays, and the counts lead directly to any offset, even after many removals.
 */
export class Sequence<T extends object> {
  readonly #root: Node<T>
  /** Shifts a serial number so that the digit for the root comes last. */
  readonly #shift: number
  /** The serial number of the next value. */
  readonly next: number

  private constructor(root: Node<T>, shift: number, next: number) {
    this.#root = root
    this.#shift = shift
    this.next = next
  }

  static from<T extends object>(values: readonly T[]): Sequence<T> {
    let nodes: Node<T>[] = inGroups(values).map((items) => ({ count: items.length, items }))
    let shift = 0
    for (; nodes.length > 1; shift += BITS) {
      nodes = inGroups(nodes).map((items) => ({ count: items.reduce((sum, node) => sum + node.count, 0), items }))
    }
    return new Sequence(nodes[0] ?? EMPTY, shift, values.length)
  }

  get size(): number {
    return this.#root.count
  }

  append(value: T): Sequence<T> {
    const full = this.next === WIDTH << this.#shift
    const root = full ? { count: this.size, items: [this.#root] } : this.#root
    const shift = full ? this.#shift + BITS : this.#shift
    return new Sequence(withItem(root, shift, this.next, value), shift, this.next + 1)
  }

  /** Replaces the value with this serial number. */
  replace(serial: number, value: T): Sequence<T> {
    return new Sequence(withItem(this.#root, this.#shift, serial, value), this.#shift, this.next)
  }

  remove(serial: number): Sequence<T> {
    return new Sequence(withItem<T>(this.#root, this.#shift, serial, undefined), this.#shift, this.next)
  }

  /** At most `limit` values from `offset` on. */
  slice(offset: number, limit: number): T[] {
    const values: T[] = []
    if (limit > 0) collect(this.#root, this.#shift, offset, limit, values)
    return values
  }

  /** The pairs of values in which another sequence differs, in order. Parts that both share are skipped, however large. */
  *differences(other: Sequence<T>): Generator<readonly [own: T | undefined, other: T | undefined]> {
    const shift = Math.max(this.#shift, other.#shift)
    yield* differing(this.#rootAt(shift), other.#rootAt(shift), shift)
  }

  /** The root of a tree that is as high as this. */
  #rootAt(shift: number): Node<T> {
    let root = this.#root
    for (let height = this.#shift; height < shift; height += BITS) root = { count: root.count, items: [root] }
    return root
  }

  *[Symbol.iterator](): Generator<T> {
    for (let offset = 0; offset < this.size; offset += 1000) yield* this.slice(offset, 1000)
  }
}

function* differing<T>(
  one: Node<T> | undefined,
  other: Node<T> | undefined,
  shift: number
): Generator<readonly [T | undefined, T | undefined]> {
  for (let slot = 0; slot < WIDTH; slot++) {
    const [a, b] = [one?.items[slot], other?.items[slot]]
    if (a === b) continue
    if (shift === 0) yield [a as T | undefined, b as T | undefined]
    else yield* differing(a as Node<T> | undefined, b as Node<T> | undefined, shift - BITS)
  }
}

function inGroups<V>(values: readonly V[]): V[][] {
  return Array.from({ length: Math.ceil(values.length / WIDTH) }, (_, i) => values.slice(i * WIDTH, (i + 1) * WIDTH))
}

function withItem<T extends object>(node: Node<T>, shift: number, serial: number, item: T | undefined): Node<T> {
  const slot = (serial >>> shift) & MASK
  const items = node.items.slice()
  const before = items[slot]
  if (shift === 0) {
    items[slot] = item
    return { count: node.count + Number(item !== undefined) - Number(before !== undefined), items }
  }
  const child = (before ?? EMPTY) as Node<T>
  const changed = withItem(child, shift - BITS, serial, item)
  items[slot] = changed.count > 0 ? changed : undefined
  return { count: node.count + changed.count - child.count, items }
}

/** Appends the values below a node to `values`, from `offset` on (counted from the node's first value), until there are `limit`. */
function collect<T>(node: Node<T>, shift: number, offset: number, limit: number, values: T[]): void {
  let skip = offset
  for (const item of node.items) {
    const count = shift > 0 ? ((item as Node<T> | undefined)?.count ?? 0) : Number(item !== undefined)
    if (skip >= count) {
      skip -= count
      continue
    }
    if (shift > 0) collect(item as Node<T>, shift - BITS, skip, limit, values)
    else values.push(item as T)
    if (values.length === limit) return
    skip = 0
  }
}
