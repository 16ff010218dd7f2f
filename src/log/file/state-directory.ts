import { join } from 'node:path'
import type { Progress } from '../../fixtures/fixture-file.ts'
import { FILES } from './file-names.ts'
import { FixtureCopies } from './fixture-copies.ts'
import type { StoredApi } from './format.ts'
import { StateFile } from './state-file.ts'

/** The files of one saved state. */
export interface StateDirectory {
  readonly path: string
  /** The whole state at some moment. */
  readonly stateFile: StateFile
  /** The path of the log: the changes since then, one per line. */
  readonly log: string
  /** The fixture sets that the state was reset to. */
  readonly copies: FixtureCopies
}

export const stateDirectory = (apis: readonly StoredApi[], path: string, onProgress?: Progress): StateDirectory => ({
  path,
  stateFile: new StateFile(apis, join(path, FILES.state), onProgress),
  log: join(path, FILES.log),
  copies: new FixtureCopies(apis, join(path, FILES.copies))
})
