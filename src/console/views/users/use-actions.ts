import { ApiError } from '../../api-error.ts'
import { useConsole } from '../../console.ts'
import { type Place, readRecord, removeRecord, replaceRecord } from './record-calls.ts'
import { visible } from './value.tsx'

/** What a person can do to records without a form. Each takes effect at once, and offers to undo it. */
export interface Actions {
  /** Says what was done, and offers to undo it. */
  done(text: string, revision: number): void
  undo(revision: number, text?: string): Promise<void>
  remove(key: string): Promise<void>
  set(key: string, name: string, value: boolean): Promise<void>
}

/** @param reload called after a change, and after a failure */
export function useActions(place: Place, reload: () => void): Actions {
  const { api, toasts } = useConsole()
  const attempt = async (action: () => Promise<void>) => {
    try {
      await action()
    } catch (error) {
      toasts.fail(error)
    } finally {
      reload()
    }
  }
  const actions: Actions = {
    done: (text, revision) => toasts.show(text, { label: 'Undo', run: () => actions.undo(revision) }),
    undo: (revision, text = 'Undone') =>
      attempt(async () => {
        const result = await api.json<{ revision: number }>('history/undo', { body: { revision } })
        toasts.show(text, { label: 'Redo', run: () => actions.undo(result.revision, 'Done again') })
      }),
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
            if (!(error instanceof ApiError && error.status === 412)) throw error
          }
        }
      })
  }
  return actions
}

/** A key in a message. The marks keep its direction from changing that of the message. */
export const named = (key: string): string => `\u2068${visible(key.slice(0, 100), true)}\u2069`
