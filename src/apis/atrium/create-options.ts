import type { OwnOptions } from '../../sandbox/own-options.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { GuidSequence } from './guid-sequence.ts'
import type { CreateOptions } from './users.ts'

/** @returns a function that finds the options for new users of a sandbox. It creates each sequence of guids once. */
export function createOptionsOf(): (sandbox: Sandbox) => CreateOptions {
  const known = new WeakMap<OwnOptions, CreateOptions>()
  return ({ own }) => {
    const options = known.get(own) ?? {
      guids: new GuidSequence(own.seed),
      limit: limitIn(own)
    }
    known.set(own, options)
    return options
  }
}

/** No limit if omitted. The real development environment has a limit of 100. */
function limitIn({ ofApis: { atriumUserLimit: limit } }: OwnOptions): number | undefined {
  return typeof limit === 'number' ? limit : undefined
}
