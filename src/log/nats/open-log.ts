import type { OpenedLog, SharedBase } from '../shared-store.ts'
import type { LogLink } from './log-link.ts'
import type { BaseMessage, PlacedMessage } from './messages.ts'
import { SandboxLog } from './sandbox-log.ts'

/** A log, and a way to pass it the messages that follow. */
export interface NatsLog extends OpenedLog {
  readonly log: SandboxLog
}

/**
 * Makes a log of the messages of a sandbox: the last base, and the changes after its revision.
 *
 * @returns `undefined` if messages are missing, or if the sandbox was dropped
 */
export function logFrom(messages: readonly PlacedMessage[], link: LogLink, maxHistory: number): NatsLog | undefined {
  const place = messages.findLast(({ message }) => message.kind === 'base')
  if (place?.message.kind !== 'base') return undefined
  const { message: base } = place
  const log = new SandboxLog(link, base, maxHistory)
  let [options, isClosed] = [base.options, false]
  log.follow({
    news() {},
    options(changed) {
      options = changed
    },
    closed() {
      isClosed = true
    }
  })
  for (const each of messages) if (isNeeded(each, base, place.sequence)) log.receive(each)
  if (isClosed) return undefined
  return { id: idOf(base.scope), log, base: { ...baseOf(base), options }, follow: (observer) => log.follow(observer) }
}

const idOf = (scope: string): string => scope.split('/').at(-1) ?? ''

/** The base replaces what came before. */
function isNeeded({ message, sequence }: PlacedMessage, base: BaseMessage, place: number): boolean {
  if (message.kind === 'change') return message.revision > base.revision
  return sequence >= place
}

function baseOf({ revision, fixtures, files, created, snapshot }: BaseMessage): SharedBase {
  return { revision, fixtures, files, created: new Date(created), ...(snapshot !== undefined && { snapshot }) }
}
