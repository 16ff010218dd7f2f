// Checks that Spectral reports no errors and no warnings in the published documents.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npx, temporaryFolder } from './toolbox.mjs'

export const spectral = {
  name: 'Spectral',
  run: () =>
    temporaryFolder(async (folder) => {
      const rules = join(folder, 'spectral.json')
      writeFileSync(rules, JSON.stringify({ extends: ['spectral:oas'] }))
      const documents = readdirSync('specs').filter((file) => /(?<!\.schema)\.json$|\.yaml$/.test(file))
      await npx('spectral', [
        'lint',
        '--fail-severity',
        'warn',
        '-r',
        rules,
        ...documents.map((file) => `specs/${file}`)
      ])
    })
}
