import type { Api, CallOptions } from './api.ts'
import type { Console } from './console.ts'

/** Takes something back. @returns what takes that back again, if it is possible */
export type Undo = () => Promise<Undo | undefined>

/**
 * Says what was done, and offers to undo it.
 *
 * @param undo `undefined` if that is not possible
 * @param undone says that it was undone
 */
export function offerUndo(
  context: Pick<Console, 'toasts'>,
  text: string,
  undo: Undo | undefined,
  undone = 'Undone'
): void {
  const { toasts } = context
  const run = () => {
    undo?.().then((again) => offerUndo(context, undone, again), toasts.fail)
  }
  toasts.show(text, undo && { label: 'Undo', run })
}

/** Undoes the change with this revision. */
export const undoOf =
  (api: Api, revision: number): Undo =>
  async () =>
    undoOf(api, (await api.json<{ revision: number }>('history/undo', { body: { revision } })).revision)

/** Undoes the change with this revision at once, and offers to take that back. @throws ApiError */
export async function undoRevision(context: Console, revision: number): Promise<void> {
  offerUndo(context, `Undid revision ${revision}`, await undoOf(context.api, revision)())
}

interface History {
  readonly changes: readonly { readonly revision: number; readonly cause: { readonly call?: string } | null }[]
  readonly meta: { readonly revision: number }
}

/**
 * Sends a call, and finds the change that it made in the history.
 *
 * @returns the response, and what undoes the change; `undefined` if it changed nothing, or if the history does not have it
 * @throws ApiError
 */
export async function change(api: Api, path: string, options: CallOptions & { method: string }) {
  const { meta } = await api.json<History>('history?limit=0')
  const response = await api.call(path, options)
  const { changes } = await api.json<History>('history?limit=50')
  const call = `${options.method} /__admin/${path}`
  const found = changes.find(({ revision, cause }) => revision > meta.revision && cause?.call === call)
  return { response, undo: found && undoOf(api, found.revision) }
}
