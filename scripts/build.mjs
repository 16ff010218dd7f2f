// Bundles the program and the library into a folder, so that a start reads about ten files instead of two hundred.
// usage: node scripts/build.mjs [FOLDER]
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build, transform } from 'esbuild'
import { compressed } from './compressed.mjs'
import { consoleFiles } from './console.mjs'
import { nodeVersionCheck } from './node-version-check.mjs'
import { notices } from './notices.mjs'
import { replaceBuild } from './replace-build.mjs'

const [, , outdir = 'dist'] = process.argv
const SWAGGER_UI = 'node_modules/@fastify/swagger-ui/static'
const SWAGGER_UI_FILES = ['swagger-ui-bundle.js', 'swagger-ui.css']
const SWAGGER_UI_LICENCES = 'scripts/licences/swagger-ui'
const MINIFY = {
  minifySyntax: true,
  // Removing whitespace makes the first response 10 % faster.
  minifyWhitespace: true,
  // The licences are in THIRD-PARTY-NOTICES.txt.
  legalComments: 'none'
}

/**
 * The library may run in the process of a test with fake timers. Those of Jest replace the globals that Fastify uses to start, to respond
 * and to close, so each file of the bundle takes the real ones when it is loaded.
 */
const REAL_TIMERS =
  "var{setTimeout,clearTimeout,setInterval,clearInterval,setImmediate,clearImmediate}=require('node:timers')," +
  'queueMicrotask=globalThis.queueMicrotask,systemNextTick=process.nextTick;'

/** The entries for test runners, and the runner that each of them imports. It is installed by the user. */
const RUNNERS = { playwright: '@playwright/test', vitest: 'vitest', test: '', testcontainers: 'testcontainers' }
/** These cannot be loaded with require(). */
const ONLY_IMPORTED = ['vitest']

const { metafile, outputFiles } = await build({
  ...MINIFY,
  entryPoints: {
    main: 'src/cli/main.ts',
    index: 'src/index.ts',
    // Renders the Markdown of the package, so that the guide is in it once.
    guide: 'scripts/guide/html.mjs',
    ...Object.fromEntries(Object.keys(RUNNERS).map((name) => [name, `src/runners/${name}.ts`]))
  },
  external: Object.values(RUNNERS).filter(Boolean),
  outdir,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // Its main file loads the others in a way that esbuild cannot follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  outExtension: { '.js': '.cjs' },
  // Modules that are imported on demand become separate files. All are in one folder, because packageRoot is found from it.
  splitting: true,
  chunkNames: '[name]-[hash]',
  metafile: true,
  write: false,
  logLevel: 'warning'
})
const webConsole = await consoleFiles()
const files = new Map(webConsole.files)
const check = nodeVersionCheck(JSON.parse(readFileSync('package.json', 'utf8')))
for (const { path, text } of outputFiles) files.set(basename(path), await commonJs(basename(path), text))
for (const name of ['index', ...Object.keys(RUNNERS)]) files.set(`${name}.js`, esModule(name))
files.set('THIRD-PARTY-NOTICES.txt', notices([...Object.keys(metafile.inputs), ...webConsole.inputs, SWAGGER_UI]))
for (const name of SWAGGER_UI_FILES) {
  const path = `docs/${name}.br`
  files.set(path, compressed(readFileSync(join(SWAGGER_UI, name)), join(outdir, path)))
}
files.set('docs/favicon-32x32.png', readFileSync(join(SWAGGER_UI, 'favicon-32x32.png')))
for (const name of readdirSync(SWAGGER_UI_LICENCES)) {
  files.set(`docs/${name}`, readFileSync(join(SWAGGER_UI_LICENCES, name)))
}
files.set('docs/guide.css', readFileSync('scripts/guide/guide.css'))
replaceBuild(outdir, files)

/** An entry for import. It shares the modules of the one for require(), if there can be one. */
function esModule(name) {
  const isEntry = ({ path }) => basename(path) === `${name}.cjs`
  if (ONLY_IMPORTED.includes(name)) return outputFiles.find(isEntry).text
  const [, { exports }] = Object.entries(metafile.outputs).find(([path]) => isEntry({ path }))
  return `export { ${exports.join(', ')} } from './${name}.cjs'\n`
}

/**
 * Converts a file to CommonJS, because esbuild splits only ES modules. Without its loader for ES modules, Node starts 10 % faster.
 * import and require() also share one library: some tools, such as Jest, cannot require() an ES module.
 */
async function commonJs(name, text) {
  const isEntry = name in check
  const usesUrl = text.includes('import.meta.url')
  const url = usesUrl ? "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" : ''
  const { code } = await transform(text, {
    ...MINIFY,
    // A tenth of the code. esbuild could keep the names of functions for stack traces, but a start would be 10 % slower.
    minifyIdentifiers: true,
    format: 'cjs',
    platform: 'node',
    // An older Node must be able to parse an entry to run the version check in it.
    target: isEntry ? 'node12' : 'node20',
    banner: (check[name] ?? '') + REAL_TIMERS + url,
    define: { 'process.nextTick': 'systemNextTick', ...(usesUrl && { 'import.meta.url': 'moduleUrl' }) },
    supported: { 'dynamic-import': false }
  })
  return code
}
