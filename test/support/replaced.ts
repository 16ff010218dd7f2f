import { syncBuiltinESMExports } from 'node:module'
import type { Test } from 'tap'

/** Replaces functions of one of Node's modules until the test ends, for every module that imports them. @param module its default export */
export function replaceIn<M extends object>(t: Test, module: M, functions: Partial<Record<keyof M, unknown>>): void {
  const names = Object.keys(functions) as (keyof M)[]
  const originals = Object.fromEntries(names.map((name) => [name, module[name]]))
  const assign = (values: object) => {
    Object.assign(module, values)
    syncBuiltinESMExports()
  }
  assign(functions)
  t.teardown(() => assign(originals))
}
