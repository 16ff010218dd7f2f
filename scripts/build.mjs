// Bundles one file per entry, so that the start reads two files and not two hundred. Takes the folder that they go to.
import { rmSync } from 'node:fs'
import { build } from 'esbuild'

const [, , outdir] = process.argv
rmSync(outdir, { recursive: true, force: true })
await build({
  entryPoints: { main: 'src/main.ts', index: 'src/index.ts' },
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  minifySyntax: true,
  legalComments: 'linked',
  // Fastify and its parts are CommonJS and ask for Node's own modules by require().
  banner: {
    js: "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);"
  },
  // What is loaded only when asked for stands apart. All files stay in one folder: the program finds its package from there.
  splitting: true,
  chunkNames: '[name]-[hash]',
  logLevel: 'warning'
})
