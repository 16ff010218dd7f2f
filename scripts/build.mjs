// Bundles one file per entry, so that the start reads two files and not two hundred. Takes the folder that they go to; with `program`
// behind it, only what the program needs to run is made.
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { notices } from './notices.mjs'

const [, , outdir, part] = process.argv
rmSync(outdir, { recursive: true, force: true })

/** What Fastify asks for only where it is given no compilers of its own, or where a test injects requests: a third of the program. */
const NEVER_CALLED = /^(?:@fastify\/ajv-compiler|@fastify\/fast-json-stringify-compiler|light-my-request)$/
const leaveOut = {
  name: 'leave-out',
  setup(bundle) {
    bundle.onResolve({ filter: NEVER_CALLED }, ({ path }) => ({ path, namespace: 'left-out' }))
    bundle.onLoad({ filter: /./, namespace: 'left-out' }, ({ path }) => ({
      contents: `module.exports = () => { throw new Error('${path} is not part of this program') }`
    }))
  }
}

const common = {
  plugins: [leaveOut],
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  // Names stay, for whoever reads a stack. A tenth of the time to the first answer is for reading blanks otherwise.
  minifyWhitespace: true,
  // They are in THIRD-PARTY-NOTICES.txt.
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning'
}

const { metafile } = await build({
  ...common,
  entryPoints: { main: 'src/main.ts', index: 'src/index.ts' },
  format: 'esm',
  // Fastify and its parts are CommonJS and ask for Node's own modules by require().
  banner: {
    js: "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);"
  },
  // What is loaded only when asked for stands apart. All files stay in one folder: the program finds its package from there.
  splitting: true,
  chunkNames: '[name]-[hash]'
})

if (part === 'program') process.exit()

// The library once more as CommonJS: Jest, among others, cannot require() a module.
await build({
  ...common,
  entryPoints: { index: 'src/index.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: { 'import.meta.url': 'moduleUrl' },
  supported: { 'dynamic-import': false }
})

writeFileSync(join(outdir, 'THIRD-PARTY-NOTICES.txt'), notices(Object.keys(metafile.inputs)))

// Swagger UI for /docs: what the page asks for, and what its licence asks for.
const UI_FILES =
  /^(?:swagger-ui(?:-bundle\.js|-standalone-preset\.js)(?:\.LICENSE\.txt)?|swagger-ui\.css|favicon-32x32\.png|LICENSE|NOTICE)$/
cpSync('node_modules/swagger-ui-dist', join(outdir, 'docs'), {
  recursive: true,
  filter: (path) => path.endsWith('swagger-ui-dist') || UI_FILES.test(basename(path))
})
