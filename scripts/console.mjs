// Bundles the web console: one script, one style sheet, and the page that loads them.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { minify } from 'terser'

const FOLDER = 'src/console'
const SCRIPT = 'console/console.js'
/** In bytes, of all files: the console opens fast through a slow tunnel, too. */
const MAX_GZIPPED = 50 * 1024

/** @returns the files of the console by path in the build, the source files that they contain, and their size in bytes, gzipped */
export async function consoleFiles() {
  const { metafile, outputFiles } = await build({
    entryPoints: { console: `${FOLDER}/main.tsx` },
    outdir: 'console',
    bundle: true,
    format: 'esm',
    target: 'es2022',
    // The types need no factory in scope, but its calls are shorter.
    tsconfigRaw: { compilerOptions: { jsx: 'react', jsxFactory: 'h', jsxFragmentFactory: 'Fragment' } },
    inject: [`${FOLDER}/jsx.ts`],
    minify: true,
    // The licences are in THIRD-PARTY-NOTICES.txt.
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning'
  })
  const files = new Map(outputFiles.map(({ path, contents }) => [`console/${basename(path)}`, contents]))
  files.set(SCRIPT, Buffer.from(await withShortNames(files.get(SCRIPT))))
  files.set('console/index.html', readFileSync(`${FOLDER}/index.html`))
  const size = [...files.values()].reduce((sum, content) => sum + gzipSync(content).length, 0)
  if (size > MAX_GZIPPED) throw new Error(`the console has ${size} bytes gzipped: at most ${MAX_GZIPPED} are allowed`)
  return { files, inputs: Object.keys(metafile.inputs), size }
}

/** esbuild never uses a name again in an inner function, as terser does: 1.5 KB less, gzipped. */
async function withShortNames(script) {
  const { code } = await minify(Buffer.from(script).toString(), { module: true, compress: { inline: 1 } })
  return code
}
