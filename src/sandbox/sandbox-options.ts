import type { Pauses } from '../common/pauses.ts'
import type { Coverages } from '../coverage/coverages.ts'
import type { JournalStore } from '../log/journal-store.ts'
import type { LogCounts } from '../log/log-counts.ts'
import type { JournalLimits } from '../wiremock/journal/journal.ts'
import type { FileStubs } from '../wiremock/stubs/file-stubs.ts'
import type { StubFiles } from '../wiremock/stubs/stub-state.ts'
import type { HistoryLimits } from './history.ts'
import type { OwnOptions } from './own-options.ts'
import type { ChangeSources } from './stored-changes.ts'

/** Defaults shared by all sandboxes. */
export interface SandboxOptions extends JournalLimits, HistoryLimits, OwnOptions {
  /** The stubs of the `--stubs` folder. */
  readonly fileStubs: FileStubs
  /** All running delays of the server. */
  readonly pauses: Pauses
  readonly coverages: Coverages
  readonly sources: ChangeSources
  readonly logCounts: LogCounts
  /** Where the requests to all replicas are stored; `undefined` for a server that keeps its journals in memory. */
  readonly journals?: JournalStore | undefined
  /** Sandboxes idle for this long are dropped, in seconds. */
  readonly sandboxTtl: number
}

/** How a sandbox begins, if it is not new. */
export interface SandboxBegin {
  /** Tells the sandbox from others with its name that share its journal. */
  readonly id?: string
  /** The memory budget does not count the state of a draft. */
  readonly isDraft?: boolean
  readonly created?: Date
  /** The files that its stubs are based on. */
  readonly files?: StubFiles
}
