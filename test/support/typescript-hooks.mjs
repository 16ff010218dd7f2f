import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'

/** A hook for Node's module loader that compiles TypeScript. */
export async function load(url, context, next) {
  if (!/^file:.*\.ts$/.test(url)) return next(url, context)
  const sourcefile = fileURLToPath(url)
  const source = await readFile(sourcefile, 'utf8')
  const { code } = await transform(source, {
    sourcefile,
    loader: 'ts',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline'
  })
  return { format: 'module', source: code, shortCircuit: true }
}
