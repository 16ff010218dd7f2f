// Writes the published documents, which scripts/openapi generates from the routes and the prose. With a folder as the argument, it writes
// the complete documents there instead, which describe everything the server accepts: test/fuzz needs them.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

// The bundle is in a folder of the package, because the program locates the package from its own path.
const bundle = new URL('../dist/generated-files.tmp.mjs', import.meta.url)
const folder = process.argv[2] && resolve(process.argv[2])
process.chdir(fileURLToPath(new URL('..', import.meta.url)))
await build({
  entryPoints: ['scripts/openapi/generated-files.ts'],
  outfile: fileURLToPath(bundle),
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning'
})
try {
  const { completeDocuments, generatedFiles } = await import(bundle.href)
  for (const [path, text] of folder ? await completeDocuments(folder) : await generatedFiles()) {
    mkdirSync(dirname(path), { recursive: true })
    // A running server reads the documents whenever a client asks for them.
    writeFileSync(`${path}.tmp`, text)
    renameSync(`${path}.tmp`, path)
  }
} finally {
  rmSync(bundle)
}
