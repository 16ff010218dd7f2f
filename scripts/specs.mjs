// Writes the published documents: what `src/specs` makes of the routes and of the prose.
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

// In a folder of the package, because the program finds its package from where it stands.
const bundle = new URL('../dist/generated-files.tmp.mjs', import.meta.url)
process.chdir(fileURLToPath(new URL('..', import.meta.url)))
await build({
  entryPoints: ['src/specs/generated-files.ts'],
  outfile: fileURLToPath(bundle),
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning'
})
try {
  const { generatedFiles } = await import(bundle.href)
  for (const [path, text] of await generatedFiles()) writeFileSync(path, text)
} finally {
  rmSync(bundle)
}
