// Writes the published documents, what `src/specs` makes of the routes and of the prose, and the types of clients of them.
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

// In a folder of the package, because the program finds its package from where it stands.
const bundle = new URL('../dist/generated-files.tmp.mjs', import.meta.url)
process.chdir(fileURLToPath(new URL('..', import.meta.url)))
await build({
  stdin: {
    contents: "export * from './scripts/openapi/generated-files.ts'; export * from './test/clients/client-types.ts'",
    resolveDir: '.'
  },
  outfile: fileURLToPath(bundle),
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning'
})
try {
  const { generatedFiles, clientTypes } = await import(bundle.href)
  const files = await generatedFiles()
  for (const [path, text] of [...files, ...(await clientTypes(files))]) writeFileSync(path, text)
} finally {
  rmSync(bundle)
}
