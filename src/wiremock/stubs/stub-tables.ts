import type { StubFiles, StubState } from './stub-state.ts'
import { StubTable } from './stub-table.ts'

/** The table of the current stubs of a sandbox, made when a request needs it. */
export class StubTables {
  #last: { readonly of: object; readonly table: StubTable } | undefined

  /** @param files those of the `--stubs` folder: all sandboxes share their table */
  of({ stubs }: StubState, files: StubFiles): StubTable {
    if (stubs === files.initial.stubs) return files.table()
    if (this.#last?.of !== stubs) this.#last = { of: stubs, table: new StubTable(stubs) }
    return this.#last.table
  }
}
