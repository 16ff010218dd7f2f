import { readFileSync } from 'node:fs'
import t from 'tap'
import { generatedFiles } from '../src/specs/generated-files.ts'

t.test('the committed documents are what the routes say now', async (t) => {
  for (const [path, text] of await generatedFiles()) {
    t.equal(readFileSync(path, 'utf8'), text, `${path}: npm run specs writes it`)
  }
})
