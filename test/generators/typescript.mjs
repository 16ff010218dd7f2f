// Generators for TypeScript. The scenario is compiled with the clients of all documents, bundled, and run.
import { cpSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { npmTools, npx, openApiGenerator, run, temporaryFolder } from './toolbox.mjs'

const DOCUMENTS = ['atrium', 'atms', 'admin']
const COMPILER = [
  ...[
    '--noEmit',
    '--ignoreConfig',
    '--strict',
    '--skipLibCheck',
    '--target',
    'es2022',
    '--lib',
    'es2022,dom,dom.iterable'
  ],
  ...['--module', 'esnext', '--moduleResolution', 'bundler', '--types', 'node']
]

const clientsOf = (name, generate) => ({
  name,
  run: async (url) =>
    temporaryFolder(
      async (folder) => {
        const files = []
        for (const document of DOCUMENTS) files.push(await generate(document, folder))
        const scenario = join(folder, 'scenario.ts')
        cpSync(`test/generators/scenarios/${name}.ts`, scenario)
        await run('node_modules/.bin/tsc', [
          ...COMPILER,
          '--typeRoots',
          join(folder, '../node_modules/@types'),
          scenario,
          ...files
        ])
        const outfile = join(folder, 'scenario.mjs')
        await build({
          entryPoints: [scenario],
          outfile,
          bundle: true,
          platform: 'node',
          format: 'esm',
          logLevel: 'silent'
        })
        await run(process.execPath, [outfile, url])
      },
      await npmTools()
    )
})

/** Those that are npm packages. */
export const fromNpm = [
  clientsOf('openapi-typescript', async (document, folder) => {
    const file = join(folder, `${document}.ts`)
    await npx('openapi-typescript', [`specs/${document}.json`, '-o', file])
    return file
  }),
  clientsOf('hey-api', async (document, folder) => {
    await npx('openapi-ts', [
      '-i',
      resolve(`specs/${document}.json`),
      '-o',
      join(folder, document),
      '-c',
      '@hey-api/client-fetch'
    ])
    return join(folder, document, 'index.ts')
  }),
  clientsOf('orval', async (document, folder) => {
    const file = join(folder, `${document}.ts`)
    await npx('orval', ['--input', `specs/${document}.json`, '--output', file, '--client', 'fetch'])
    return file
  })
]

export const typescriptFetch = clientsOf('typescript-fetch', async (document, folder) => {
  await openApiGenerator('typescript-fetch', document, join(folder, document))
  return join(folder, document, 'index.ts')
})
