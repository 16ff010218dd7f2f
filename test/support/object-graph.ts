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
/** A member by which an object is handed over to the debugger, and back. */
const holder: Record<string, unknown> = {}

/**
 * Everything that can be reached from a value, as the engine sees it: private fields, and what is in maps and sets, too.
 * Functions and prototypes are left out: they are code.
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

  /** @param beyond constructors of objects that are not looked into, nor found */
  reachable(root: object, beyond: readonly string[] = []): Set<object> {
    const found = new Set([root])
    for (const object of found) {
      for (const [, value] of this.parts(object)) {
        if (typeof value === 'object' && value !== null && !beyond.includes(value.constructor?.name)) found.add(value)
      }
    }
    return found
  }

  /** What an object holds, by name: its own members, private fields, and entries. */
  parts(object: object): [string, unknown][] {
    const own = Reflect.ownKeys(object).map((key): [string, unknown] => [String(key), Reflect.get(object, key)])
    const entries = object instanceof Map || object instanceof Set ? [...object.entries()].flat() : []
    return [...own, ...this.#privateFields(object), ...entries.map((entry): [string, unknown] => ['entry', entry])]
  }

  #privateFields(object: object): [string, unknown][] {
    holder['given'] = object
    const { result } = this.#post<{ result: Remote }>('Runtime.evaluate', { expression: `${HOLDER}.given` })
    const { privateProperties = [] } = this.#post<{ privateProperties?: Property[] }>('Runtime.getProperties', {
      objectId: result.objectId,
      ownProperties: true
    })
    return privateProperties.flatMap(({ name, value }) => (value === undefined ? [] : [[name, this.#taken(value)]]))
  }

  #taken({ objectId, value }: Remote): unknown {
    if (objectId === undefined) return value
    const functionDeclaration = `function () { ${HOLDER}.taken = this }`
    this.#post('Runtime.callFunctionOn', { objectId, functionDeclaration })
    return holder['taken']
  }

  #post<T>(method: string, parameters: object): T {
    let answer: { result?: T } = {}
    this.#session.post(method, parameters, (error, result) => {
      if (error !== null) throw error
      answer = { result: result as T }
    })
    return answer.result as T
  }
}
