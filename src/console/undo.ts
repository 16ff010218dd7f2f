import type { Api, CallOptions } from './api.ts'
import type { Console } from './console.ts'

/**
 * Says what was done, and offers to undo it.
 *
 * @param undo `undefined` if that is not possible
 * @param undone says that it was undone
 */
export function offerUndo(
  { toasts }: Console,
  text: string,
  undo: (() => Promise<unknown>) | undefined,
  undone: string
): void {
  const run = () => {
    undo?.().then(
      () => toasts.show(undone),
      (error) => toasts.fail(error)
    )
  }
  toasts.show(text, undo && { label: 'Undo', run })
}

/** Undoes the change with this revision. */
export const undoOf =
  (api: Api, revision: number): (() => Promise<unknown>) =>
  () =>
    api.json('history/undo', { body: { revision } })

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
