// Bundles the program and the library, so that the start reads ten files and not two hundred. Takes the folder that they go to; with
// `program` behind it, only what the program needs to run is made.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build, transform } from 'esbuild'
import { notices } from './notices.mjs'

const [, , outdir, part] = process.argv
rmSync(outdir, { recursive: true, force: true })

/**
 * What Fastify asks for only where it is given no compilers of its own, for its logger, where a test injects requests, and behind
 * a proxy: half of the program, which would be read at every start.
 */
const NEVER_CALLED =
  /^(?:@fastify\/(?:ajv-compiler|fast-json-stringify-compiler|proxy-addr)|light-my-request|\.\/logger-pino\.js)$/
/** What only Fastify's own listen() wants: twenty parts of Node, HTTP/2 among them. The ports are opened here without it. */
const NEVER_OPENED = /^node:(?:http2|https|dns)$/
const FASTIFY = /[\\/]node_modules[\\/]fastify[\\/]/
/** Compares the version that a plugin asks for with Fastify's. Both are in here, and were compared when the tests ran. */
const VERSIONS = /^semver$/
const leaveOut = {
  name: 'leave-out',
  setup(bundle) {
    bundle.onResolve({ filter: NEVER_CALLED }, ({ path }) => ({ path, namespace: 'left-out' }))
    bundle.onResolve({ filter: NEVER_OPENED }, ({ path, importer }) =>
      FASTIFY.test(importer) ? { path, namespace: 'left-out' } : undefined
    )
    bundle.onLoad({ filter: /./, namespace: 'left-out' }, ({ path }) => ({
      contents: `module.exports = () => { throw new Error('${path} is not part of this program') }`
    }))
    bundle.onResolve({ filter: VERSIONS }, ({ path }) => ({ path, namespace: 'known' }))
    bundle.onLoad({ filter: /./, namespace: 'known' }, () => ({ contents: 'exports.satisfies = () => true' }))
  }
}

const { metafile, outputFiles } = await build({
  entryPoints: { main: 'src/cli/main.ts', index: 'src/index.ts' },
  plugins: [leaveOut],
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outExtension: { '.js': '.cjs' },
  // What is loaded only when asked for stands apart. All files stay in one folder: the program finds its package from there.
  splitting: true,
  chunkNames: '[name]-[hash]',
  minifySyntax: true,
  // Names stay, for whoever reads a stack. A tenth of the time to the first answer is for reading blanks otherwise.
  minifyWhitespace: true,
  // They are in THIRD-PARTY-NOTICES.txt.
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning'
})

// Each file as CommonJS then, which esbuild does not split by itself: Node starts a tenth sooner where it need not load its loader of
// ES modules. And import and require() share one library: Jest, among others, cannot require() an ES module.
mkdirSync(outdir, { recursive: true })
for (const { path, text } of outputFiles) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    ...(text.includes('import.meta.url') && {
      banner: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;",
      define: { 'import.meta.url': 'moduleUrl' }
    }),
    supported: { 'dynamic-import': false }
  })
  writeFileSync(path, code)
}
const library = Object.entries(metafile.outputs).find(([path]) => basename(path) === 'index.cjs')[1]
writeFileSync(join(outdir, 'index.js'), `export { ${library.exports.join(', ')} } from './index.cjs'\n`)

if (part === 'program') process.exit()

writeFileSync(join(outdir, 'THIRD-PARTY-NOTICES.txt'), notices(Object.keys(metafile.inputs)))

// Swagger UI for /docs: what the page asks for, and what its licence asks for.
const UI_FILES =
  /^(?:swagger-ui(?:-bundle\.js|-standalone-preset\.js)(?:\.LICENSE\.txt)?|swagger-ui\.css|favicon-32x32\.png|LICENSE|NOTICE)$/
cpSync('node_modules/swagger-ui-dist', join(outdir, 'docs'), {
  recursive: true,
  filter: (path) => path.endsWith('swagger-ui-dist') || UI_FILES.test(basename(path))
})
