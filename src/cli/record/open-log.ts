import type { RecordingKey } from '../../recording/recording-key.ts'
import { OtherRecording, RecordingLog } from '../../recording/recording-log.ts'

/** What must be the same in a recording that continues an interrupted one. */
export interface RecordingIdentity {
  readonly apis: readonly string[]
  readonly from: string
  readonly kept: readonly string[]
}

/**
 * Opens the log of a recording, next to its result.
 *
 * @param isNew whether to discard the pages of an interrupted recording
 * @throws an Error if it belongs to another recording
 */
export function openLog(file: string, key: RecordingKey, identity: RecordingIdentity, isNew: boolean): RecordingLog {
  const log = `${file}.recording`
  try {
    // The address of the service is not readable.
    return new RecordingLog(log, key.nameOf('recording', JSON.stringify(identity)), isNew)
  } catch (error) {
    if (!(error instanceof OtherRecording)) throw error
    throw new Error(
      `${log} belongs to an unfinished recording with another key or other options. Run that one again, or use --force to start over`
    )
  }
}
