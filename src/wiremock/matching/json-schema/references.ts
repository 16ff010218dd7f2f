import { isObject } from '../read-scalars.ts'
import { type Schema, SchemaError } from './keyword.ts'
import type { Version } from './versions.ts'

/** A schema in the document. */
export interface Located {
  readonly schema: unknown
  /** Its place in the document, as a JSON pointer. */
  readonly pointer: string
  /** The address that references in it are relative to. */
  readonly base: string
}

/** The address of a document that names none. */
const NO_ADDRESS = 'schema:///'
/** Keywords whose operands contain schemas by name. */
const MAPS: ReadonlySet<string> = new Set(
  'properties patternProperties definitions $defs dependencies dependentSchemas'.split(' ')
)
/** Keywords whose operands are values, not schemas. */
const VALUES: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'example', 'examples'])

export const escapeName = (name: string | number): string => String(name).replaceAll('~', '~0').replaceAll('/', '~1')

/** The addresses of the schemas in a document. */
export class References {
  readonly root: Located
  readonly #version: Version
  readonly #byAddress = new Map<string, Located>()
  readonly #bases = new Map<unknown, string>()
  /** Whether schemas in the document have their own `$id`. */
  #hasSeveral = false

  /** @throws SchemaError for an invalid address */
  constructor(document: unknown, version: Version) {
    this.#version = version
    this.#add(document, '', NO_ADDRESS)
    this.root = { schema: document, pointer: '', base: this.#bases.get(document) ?? NO_ADDRESS }
    this.#byAddress.set(NO_ADDRESS, this.root)
  }

  /** Whether a dynamic reference could lead to different schemas. */
  get hasSeveral(): boolean {
    return this.#hasSeveral
  }

  baseOf(schema: unknown, otherwise: string): string {
    return this.#bases.get(schema) ?? otherwise
  }

  /**
   * The schema that a reference leads to.
   *
   * @param from the place of the reference
   * @throws SchemaError if there is none in the document
   */
  find(to: string, base: string, from: string): Located {
    const { address, fragment } = split(to, base, from)
    const anchor = this.#byAddress.get(`${address}#${fragment}`)
    if (anchor !== undefined) return anchor
    const resource = this.#byAddress.get(address)
    const found =
      resource === undefined ? undefined : walk(resource, decode(fragment), (schema, base) => this.baseOf(schema, base))
    if (found === undefined) {
      throw new SchemaError(
        from,
        `unresolved reference '${to}': other documents are not read, so copy the schema into this one`
      )
    }
    return found
  }

  #add(schema: unknown, pointer: string, outer: string): void {
    if (Array.isArray(schema)) {
      for (const [i, item] of schema.entries()) this.#add(item, `${pointer}/${i}`, outer)
    }
    if (!isObject(schema)) return
    const base = this.#register(schema, pointer, outer)
    for (const [name, value] of Object.entries(schema)) {
      const place = `${pointer}/${escapeName(name)}`
      if (MAPS.has(name) && isObject(value)) {
        for (const [key, inner] of Object.entries(value)) this.#add(inner, `${place}/${escapeName(key)}`, base)
      } else if (!VALUES.has(name)) this.#add(value, place, base)
    }
  }

  /** @returns what references in the schema are relative to */
  #register(schema: Schema, pointer: string, outer: string): string {
    const id = schema[this.#version === 4 ? 'id' : '$id']
    const isIgnored = this.#version < 2019 && '$ref' in schema
    let base = outer
    if (typeof id === 'string' && !isIgnored) {
      const { address, fragment } = split(id, outer, `${pointer}/${this.#version === 4 ? 'id' : '$id'}`)
      if (fragment !== '') this.#byAddress.set(`${address}#${fragment}`, { schema, pointer, base: address })
      else if (address !== outer) {
        this.#byAddress.set(address, { schema, pointer, base: address })
        this.#hasSeveral ||= pointer !== ''
        base = address
      }
    }
    for (const name of ['$anchor', '$dynamicAnchor']) {
      const anchor = schema[name]
      if (this.#version >= 2019 && typeof anchor === 'string') {
        this.#byAddress.set(`${base}#${anchor}`, { schema, pointer, base })
      }
    }
    this.#bases.set(schema, base)
    return base
  }
}

function split(to: string, base: string, from: string): { readonly address: string; readonly fragment: string } {
  try {
    const [address = '', fragment = ''] = new URL(to, base).href.split('#')
    return { address, fragment }
  } catch {
    throw new SchemaError(from, `invalid address '${to}'`)
  }
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

/** Follows a JSON pointer. */
function walk(
  { schema, pointer, base }: Located,
  path: string,
  baseOf: (schema: unknown, otherwise: string) => string
): Located | undefined {
  if (path === '') return { schema, pointer, base }
  if (!path.startsWith('/')) return undefined
  let found: Located = { schema, pointer, base }
  for (const part of path.slice(1).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const outer = found.schema
    if (typeof outer !== 'object' || outer === null || !Object.hasOwn(outer, name)) return undefined
    const inner: unknown = Reflect.get(outer, name)
    found = { schema: inner, pointer: `${found.pointer}/${escapeName(name)}`, base: baseOf(inner, found.base) }
  }
  return found
}
