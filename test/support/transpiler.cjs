// How tap reads TypeScript here: esbuild only takes the types away, in a fraction of the time that the compiler takes for that.
const { transformSync } = require('esbuild')

/** What ts-node asks of a transpiler. */
exports.create = () => ({
  transpile(source, { fileName }) {
    const { code, map } = transformSync(source, {
      sourcefile: fileName,
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      sourcemap: 'external'
    })
    return { outputText: code, sourceMapText: map, diagnostics: [] }
  }
})
