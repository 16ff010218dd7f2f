import type { ReceivedRequest } from '../journal/request-view.ts'
import { LACKS_BODY, RequestView } from '../journal/request-view.ts'
import { TooExpensive } from '../matching/work.ts'
import type { StubMapping } from './stub-mapping.ts'

const MAX_WARNINGS = 5

/** Which stubs match a request. Matching may be interrupted and repeated, so results are remembered from then on. */
export class StubMatches {
  readonly view: RequestView
  /** The emulated API that owns the path. */
  readonly api: string | undefined
  readonly #known = new Map<StubMapping, boolean>()
  readonly #skipped = new Map<StubMapping, string>()

  constructor(request: ReceivedRequest) {
    this.view = new RequestView(request)
    this.api = request.api
  }

  /** Whether a stub matches. One that would take too many steps does not. */
  includes(mapping: StubMapping): boolean {
    const known = this.#known.get(mapping)
    if (known !== undefined) return known
    const isMatch = this.#try(mapping)
    if (this.view.work.hasTurn) this.#known.set(mapping, isMatch)
    return isMatch
  }

  #try(mapping: StubMapping): boolean {
    try {
      const isMatch = mapping.pattern.matches(this.view)
      if (this.view.lacksBody) this.#skip(mapping, LACKS_BODY)
      return isMatch
    } catch (error) {
      if (!(error instanceof TooExpensive)) throw error
      this.#skip(mapping, error.message)
      return false
    }
  }

  #skip(mapping: StubMapping, reason: string): void {
    const { id, name = id } = mapping.document
    this.#skipped.set(mapping, `the stub '${name}' was skipped: ${reason}`)
  }

  /** Which stubs were skipped, and why. */
  get warnings(): readonly string[] {
    const all = [...this.#skipped.values()]
    const more = all.length - MAX_WARNINGS
    return more > 0 ? [...all.slice(0, MAX_WARNINGS), `${more} more stubs were skipped`] : all
  }
}
