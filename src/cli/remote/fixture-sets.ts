import { createReadStream } from 'node:fs'
import { Type } from '@sinclair/typebox'
import { apis } from '../../apis/index.ts'
import { mapOf } from '../../common/map-of.ts'
import { FixtureFileError, readFixtureFile } from '../../fixtures/fixture-file.ts'
import { mediaTypeOf, setNameOf } from '../../fixtures/fixture-format.ts'
import { describeCounts } from '../../fixtures/fixture-set.ts'
import { requireSetName } from '../../fixtures/fixture-set-errors.ts'
import { describeError } from '../../mock/describe-error.ts'
import { LoadOptions, ServerOptions, StateOptions } from '../../options/command-options.ts'
import { command } from '../command.ts'
import { table } from '../table.ts'
import { callJson, requireSandbox } from './control-call.ts'

const Saved = Type.Object({
  counts: mapOf(Type.Integer()),
  warnings: Type.Optional(Type.Array(Type.String()))
})
const FixtureSets = Type.Object({
  fixtures: Type.Array(
    Type.Object({
      name: Type.String(),
      source: Type.String(),
      counts: Type.Optional(mapOf(Type.Integer())),
      error: Type.Optional(Type.String())
    })
  )
})

export const fixtures = command({
  usage: '',
  count: [0, 0],
  description: 'list the fixture sets of a running server',
  options: ServerOptions,
  async run(options, _args, { out }) {
    const { fixtures } = await callJson(options, FixtureSets, { method: 'GET', path: 'fixtures' })
    const rows = fixtures.map(({ name, source, counts, error }) => [
      name,
      counts === undefined ? (error ?? '') : describeCounts(apis, counts),
      source
    ])
    out(table(['name', 'contents', 'source'], rows))
    return 0
  }
})

export const save = command({
  usage: 'NAME',
  count: [1, 1],
  description: 'save the state of a running server as a fixture set',
  options: StateOptions,
  examples: ['save before-migration', 'reset before-migration'],
  async run(options, [name = ''], { out, err }) {
    requireSetName(name)
    await requireSandbox(options)
    const { counts, warnings = [] } = await callJson(options, Saved, { method: 'PUT', path: `fixtures/${name}` })
    out(`Saved as "${name}": ${usage(name, counts)}\n`)
    for (const warning of warnings) err(`warning: ${warning}\n`)
    return 0
  }
})

export const load = command({
  usage: 'FILE',
  count: [1, 1],
  description: 'upload a fixture file to a running server as a fixture set',
  options: LoadOptions,
  examples: ['load users.json', 'load users.csv --name team', 'reset team'],
  async run({ name = '', ...options }, [file = ''], { out, err }) {
    const set = name === '' ? setNameOf(file) : name
    try {
      requireSetName(set)
    } catch (error) {
      throw name === '' ? new Error(`${(error as Error).message}. Use --name to choose another one`) : error
    }
    const { result } = await readFixtureFile(apis, file).catch((error) => {
      const reason = describeError(error)
      throw new Error(reason.includes(file) ? reason : `cannot read ${file}: ${reason}`)
    })
    if (!result.ok) throw new FixtureFileError(file, result.problems)
    const { counts, warnings = [] } = await callJson(options, Saved, {
      method: 'PUT',
      path: `fixtures/${set}`,
      body: createReadStream(file),
      contentType: mediaTypeOf(file)
    })
    out(`Loaded ${file} as "${set}": ${usage(set, counts)}\n`)
    for (const warning of warnings) err(`warning: ${file}: ${warning}\n`)
    return 0
  }
})

const usage = (set: string, counts: Readonly<Record<string, number>>): string =>
  `${describeCounts(apis, counts)}. Use it with: atrium-atms-mock reset ${set}`
