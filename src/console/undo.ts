import type { Api, CallOptions } from './api.ts'
import type { Console } from './console.ts'

/**
 * Says what was done, and offers to undo it.
 *
 * @param revision of the change; `undefined` if it is unknown
 */
export function showUndo({ api, toasts }: Console, text: string, revision: number | undefined, undone: string): void {
  const run = async () => {
    try {
      await api.json('history/undo', { body: { revision } })
      toasts.show(undone)
    } catch (error) {
      toasts.fail(error)
    }
  }
  toasts.show(text, revision === undefined ? undefined : { label: 'Undo', run })
}

/**
 * Sends a call, and finds the change that it made in the history.
 *
 * @returns its revision; `undefined` if it changed nothing, or if the history has evicted it
 * @throws ApiError
 */
export async function change(api: Api, path: string, options: CallOptions & { method: string }) {
  const { meta } = await api.json<History>('history?limit=0')
  await api.call(path, options)
  const { changes } = await api.json<History>('history?limit=50')
  const call = `${options.method} /__admin/${path}`
  return changes.find(({ revision, cause }) => revision > meta.revision && cause?.call === call)?.revision
}

interface History {
  readonly changes: readonly { readonly revision: number; readonly cause: { readonly call?: string } | null }[]
  readonly meta: { readonly revision: number }
}
