import { useConsole } from './console.ts'
import type { EventType } from './events.ts'
import { type Loaded, useLoaded } from './use-loaded.ts'

/** Reads a list of the control API, which is the member of the response with the name of the call. See `useLoaded`. */
export function useList<T>(name: string, types: readonly EventType[]): Loaded<readonly T[]> {
  const { api } = useConsole()
  return useLoaded(async (signal) => (await api.json<Record<string, T[]>>(name, { signal }))[name] ?? [], [], types)
}
