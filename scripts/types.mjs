// Writes the types of the library as one file that imports nothing: rollup-plugin-dts bundles them, including TypeBox's.
// usage: node scripts/types.mjs FOLDER, after scripts/build.mjs
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'
import { describeMembers } from './describe-members.mjs'

const [, , outdir] = process.argv
const bundle = await rollup({
  input: 'src/index.ts',
  plugins: [
    dts({
      tsconfig: 'tsconfig.json',
      includeExternal: ['@sinclair/typebox'],
      // Omits members marked @internal, and the types that only they use.
      compilerOptions: { stripInternal: true }
    })
  ],
  onLog(level, log, handle) {
    if (log.code !== 'UNRESOLVED_IMPORT') handle(level, log)
  }
})
const { output } = await bundle.generate({ format: 'es' })
const [{ code, imports }] = output
if (imports.length > 0)
  throw new Error(`the types of the library import ${imports.join(', ')}: mark the members that use them @internal`)

const values = Object.keys(createRequire(import.meta.url)(resolve(outdir, '..', 'index.cjs')))
const types = declareAsyncDispose(exportTypesAsTypes(await describeMembers(code), values))
mkdirSync(outdir, { recursive: true })
for (const file of ['index.d.ts', 'index.d.cts']) {
  // An editor never sees half of a file.
  const fresh = join(outdir, `${file}.${process.pid}`)
  writeFileSync(fresh, types)
  renameSync(fresh, join(outdir, file))
}

/** A class or schema that src/index.ts exports as a type is exported as a value by the plugin: export it as a type. */
function exportTypesAsTypes(text, values) {
  return text.replace(/^export \{ (.*) \};$/gm, (_, names) => {
    const isValue = (name) => values.includes(name)
    const list = names.split(', ')
    return [
      `export { ${list.filter(isValue).join(', ')} };`,
      `export type { ${list.filter((name) => !isValue(name)).join(', ')} };`
    ].join('\n')
  })
}

/** `await using` needs a symbol that TypeScript's libraries before "esnext" do not declare: a project without them compiles, too. */
function declareAsyncDispose(text) {
  return `${text}
declare global {
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
}
`
}
