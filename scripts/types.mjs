// Writes the types of each entry of the package as one file: rollup-plugin-dts bundles them, including TypeBox's.
// usage: node scripts/types.mjs FOLDER, after scripts/build.mjs
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'
import { describeMembers } from './describe-members.mjs'

const [, , outdir] = process.argv
const { name: PACKAGE } = JSON.parse(readFileSync('package.json', 'utf8'))
const LIBRARY = resolve('src/index.ts')
/** The entries for test runners, and the package that the types of each one may import. */
const RUNNERS = { playwright: '@playwright/test', vitest: 'vitest', test: PACKAGE, testcontainers: 'testcontainers' }
/** The file with the types that the entries for test runners share. */
const SHARED = 'runners'

mkdirSync(outdir, { recursive: true })
const [library] = await bundle({ index: LIBRARY })
requireImports(library, [])
write('index', declareAsyncDispose(exportTypesAsTypes(await describeMembers(library.code), valuesOf('index'))))
const inputs = Object.fromEntries(Object.keys(RUNNERS).map((name) => [name, `src/runners/${name}.ts`]))
for (const part of await bundle(inputs, LIBRARY)) {
  const entry = part.isEntry ? part.name : SHARED
  requireImports(part, [`./${SHARED}.js`, PACKAGE, RUNNERS[entry]])
  write(entry, part.isEntry ? exportTypesAsTypes(part.code, valuesOf(entry)) : part.code)
}

/** @param external a file of the package whose types have an entry */
async function bundle(input, external) {
  const result = await rollup({
    input,
    external: (id, importer) => external !== undefined && resolve(importer ?? '', '..', id) === external,
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
  const isShared = (id) => !Object.values(input).some((file) => resolve(file) === id)
  const manualChunks = (id) => (Object.keys(input).length > 1 && isShared(id) ? SHARED : undefined)
  const { output } = await result.generate({ format: 'es', chunkFileNames: '[name].js', manualChunks })
  const nameOfPackage = (text) => text.replaceAll(/(['"])\.{1,2}\/[^'"]*\bindex\.ts\1/g, `'${PACKAGE}'`)
  return output.map(({ code, ...rest }) => ({ ...rest, code: nameOfPackage(code) }))
}

/** @throws if the types of an entry import something that users do not have */
function requireImports({ name, code }, allowed) {
  const imported = [...code.matchAll(/^(?:import|export) .*from ['"](.*)['"];$/gm)].map(([, from]) => from)
  const others = imported.filter((from) => !allowed.includes(from))
  if (others.length === 0) return
  throw new Error(`the types of ${name} import ${others.join(', ')}: mark the members that use them @internal`)
}

/** The values that an entry exports. It cannot be loaded here: its runner may be missing. */
function valuesOf(entry) {
  const [, names = ''] =
    /export ?\{([^{}]*)\}[^{}]*$/.exec(readFileSync(join(outdir, '..', `${entry}.js`), 'utf8')) ?? []
  return names.split(',').map((name) => name.trim())
}

function write(entry, types) {
  const commonJs = types.replaceAll(`'./${SHARED}.js'`, `'./${SHARED}.cjs'`)
  for (const [file, text] of [
    // As in the code, the library for import is the one for require(), so its types are in the package once.
    [`${entry}.d.ts`, entry === 'index' ? "export * from './index.cjs'\n" : types],
    [`${entry}.d.cts`, commonJs]
  ]) {
    // An editor never sees half of a file.
    const fresh = join(outdir, `${file}.${process.pid}`)
    writeFileSync(fresh, text)
    renameSync(fresh, join(outdir, file))
  }
}

/** A class or schema that an entry exports as a type is exported as a value by the plugin: export it as a type. */
function exportTypesAsTypes(text, values) {
  return text.replace(/^export \{ (.*) \};$/gm, (_, names) => {
    const isValue = (name) => values.includes(name)
    const list = names.split(', ')
    const [own, types] = [list.filter(isValue), list.filter((name) => !isValue(name))]
    return [
      ...(own.length > 0 ? [`export { ${own.join(', ')} };`] : []),
      ...(types.length > 0 ? [`export type { ${types.join(', ')} };`] : [])
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
