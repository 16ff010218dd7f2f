// Bundles the web console: one script, one style sheet, the page that loads them, and the scripts of views that are loaded when they are shown.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const FOLDER = 'src/console'
/** In bytes, of everything except the views that are loaded later: the console opens fast through a slow tunnel, too. */
const MAX_GZIPPED = 50 * 1024
/** In bytes, of each view that is loaded later. */
const MAX_GZIPPED_LATER = 4 * 1024
const LATER = ['contract']

/** @returns the files of the console by path in the build, and the source files that they contain */
export async function consoleFiles() {
  const main = await bundle('console', `${FOLDER}/main.tsx`, ({ kind, path }) =>
    kind === 'dynamic-import' ? `./${basename(path, '.tsx')}.js` : undefined
  )
  main.files.set('console/index.html', readFileSync(`${FOLDER}/index.html`))
  // A second copy of shared code would have its own state.
  const later = await Promise.all(
    LATER.map((name) =>
      bundle(name, `${FOLDER}/views/${name}/${name}.tsx`, ({ kind, path }) =>
        kind === 'import-statement' && !path.startsWith('./') ? './console.js' : undefined
      )
    )
  )
  const size = sizeOf(main)
  requireSize('the console', size, MAX_GZIPPED)
  for (const [i, view] of later.entries()) requireSize(`the view ${LATER[i]}`, sizeOf(view), MAX_GZIPPED_LATER)
  const all = [main, ...later]
  return { files: new Map(all.flatMap(({ files }) => [...files])), inputs: all.flatMap(({ inputs }) => inputs), size }
}

/** @param externalPath where to import something from that is not bundled; `undefined` if it is */
async function bundle(name, entryPoint, externalPath) {
  const { metafile, outputFiles } = await build({
    entryPoints: { [name]: entryPoint },
    outdir: 'console',
    bundle: true,
    format: 'esm',
    target: 'es2022',
    // The types need no factory in scope, but its calls are shorter.
    tsconfigRaw: { compilerOptions: { jsx: 'react', jsxFactory: 'h', jsxFragmentFactory: 'Fragment' } },
    inject: [`${FOLDER}/jsx.ts`],
    plugins: [external(externalPath)],
    minify: true,
    // The licences are in THIRD-PARTY-NOTICES.txt.
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning'
  })
  const files = new Map(outputFiles.map(({ path, contents }) => [`console/${basename(path)}`, contents]))
  return { files, inputs: Object.keys(metafile.inputs) }
}

const external = (externalPath) => ({
  name: 'external',
  setup(build) {
    build.onResolve({ filter: /^/ }, (imported) => {
      const path = externalPath(imported)
      return path === undefined ? undefined : { path, external: true }
    })
  }
})

const sizeOf = ({ files }) => [...files.values()].reduce((sum, content) => sum + gzipSync(content).length, 0)

function requireSize(name, size, max) {
  if (size > max) throw new Error(`${name} has ${size} bytes gzipped: at most ${max} are allowed`)
}
