import { isOutdated } from '../../api-error.ts'
import { useConsole } from '../../console.ts'
import { offerUndo, undoOf, undoRevision } from '../../undo.ts'
import { visibleLine } from '../../visible.ts'
import { type Place, readRecord, removeRecord, replaceRecord } from './record-calls.ts'

/** What a person can do to records without a form. Each takes effect at once, and offers to undo it. */
export interface Actions {
  /** Says what was done, and offers to undo it. */
  done(text: string, revision: number): void
  undo(revision: number): Promise<void>
  remove(key: string): Promise<void>
  set(key: string, name: string, value: boolean): Promise<void>
}

/** @param reload called after a change, and after a failure */
export function useActions(place: Place, reload: () => Promise<void>): Actions {
  const context = useConsole()
  const { api, toasts } = context
  const attempt = async (action: () => Promise<void>) => {
    try {
      await action()
    } catch (error) {
      toasts.fail(error)
    }
    await reload()
  }
  const actions: Actions = {
    done: (text, revision) => offerUndo(context, text, undoOf(api, revision)),
    undo: (revision) => attempt(() => undoRevision(context, revision)),
    remove: (key) =>
      attempt(async () => {
        const { revision } = await removeRecord(api, place, key)
        actions.done(`Deleted ${named(key)}`, revision)
      }),
    set: (key, name, value) =>
      attempt(async () => {
        for (;;) {
          const known = await readRecord(api, place, key)
          if (known === null) throw new Error(`${named(key)} was removed meanwhile`)
          if (known.record[name] === value) return
          try {
            const changed = { ...known.record, [name]: value }
            const { revision } = await replaceRecord(api, place, key, changed, known.revision)
            return actions.done(`Turned ${value ? 'on' : 'off'} ${name} of ${named(key)}`, revision)
          } catch (error) {
            // Somebody else changed it at the same moment: the switch applies to what it is now.
            if (!isOutdated(error)) throw error
          }
        }
      })
  }
  return actions
}

/** A key in a message. The marks keep its direction from changing that of the message. */
export const named = (key: string): string => `\u2068${visibleLine(key, 100)}\u2069`
