import { Session } from 'node:inspector'

interface Remote {
  readonly objectId?: string
  readonly value?: unknown
}
interface Property {
  readonly name: string
  readonly value?: Remote
}

const HOLDER = '__objectGraph'
/** Passes objects to the debugger and back. */
const holder: Record<string, unknown> = {}

/**
 * Finds all objects that are reachable from a value, including through private fields, maps and sets. Functions and prototypes are
 * ignored.
 */
export class ObjectGraph {
  readonly #session = new Session()

  constructor() {
    Object.assign(globalThis, { [HOLDER]: holder })
    this.#session.connect()
  }

  close(): void {
    this.#session.disconnect()
    Reflect.deleteProperty(globalThis, HOLDER)
  }

  /** @param excluded the names of classes whose instances are ignored */
  reachable(root: object, excluded: readonly string[] = []): Set<object> {
    const found = new Set([root])
    for (const object of found) {
      for (const [, value] of this.parts(object)) {
        if (typeof value === 'object' && value !== null && !excluded.includes(value.constructor?.name)) found.add(value)
      }
    }
    return found
  }

  /** The own properties, private fields and entries of an object, with their names. */
  parts(object: object): [string, unknown][] {
    const own = Reflect.ownKeys(object).map((key): [string, unknown] => [String(key), Reflect.get(object, key)])
    const entries = object instanceof Map || object instanceof Set ? [...object.entries()].flat() : []
    return [...own, ...this.#privateFields(object), ...entries.map((entry): [string, unknown] => ['entry', entry])]
  }

  #privateFields(object: object): [string, unknown][] {
    holder['argument'] = object
    const { result } = this.#post<{ result: Remote }>('Runtime.evaluate', { expression: `${HOLDER}.argument` })
    const { privateProperties = [] } = this.#post<{ privateProperties?: Property[] }>('Runtime.getProperties', {
      objectId: result.objectId,
      ownProperties: true
    })
    return privateProperties.flatMap(({ name, value }) => (value === undefined ? [] : [[name, this.#objectOf(value)]]))
  }

  #objectOf({ objectId, value }: Remote): unknown {
    if (objectId === undefined) return value
    const functionDeclaration = `function () { ${HOLDER}.result = this }`
    this.#post('Runtime.callFunctionOn', { objectId, functionDeclaration })
    return holder['result']
  }

  #post<T>(method: string, parameters: object): T {
    let response: { result?: T } = {}
    this.#session.post(method, parameters, (error, result) => {
      if (error !== null) throw error
      response = { result: result as T }
    })
    return response.result as T
  }
}
