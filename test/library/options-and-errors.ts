import { statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { DataDirectoryError, FixtureFileError, startMock } from '../../src/index.ts'
import { mockFor } from '../support/mock.ts'
import { temporaryFolder } from '../support/temporary.ts'

export async function optionsAndErrors(t: Test): Promise<void> {
  t.test('unknown and invalid options are rejected, and undefined ones are ignored', async (t) => {
    const rows: [object, RegExp][] = [
      [{ prot: 1 }, /^unknown option 'prot' \(did you mean 'port'\?\)$/],
      [{ port: '1' }, /^option port: expected integer, not "1"$/],
      [{ maxRequests: -5 }, /^option maxRequests: expected integer to be greater or equal to 1, not -5$/],
      [{ auth: 'none' }, /^option auth: expected "strict" or "any", not "none"$/],
      [{ logLevel: 'info' }, /^unknown option 'logLevel'$/],
      [{ fixtures: null }, /^option fixtures: expected a name, a file or an object, not null$/],
      [JSON.parse('null'), /^expected an object with options, not null$/]
    ]
    for (const [options, message] of rows)
      await t.rejects(startMock(options), { name: 'TypeError', message }, JSON.stringify(options))
    // It may exist: `npm start` creates it.
    const lastChange = () => statSync('.mock', { throwIfNoEntry: false })?.mtimeMs
    const before = lastChange()
    const mock = await mockFor(t, { port: undefined, ephemeral: undefined, dataDir: undefined } as object)
    t.not(mock.port, 3000, 'a free port')
    t.equal(lastChange(), before, 'the default data directory is not used')
  })

  t.test('the library exports the classes of its errors, whose messages say what to do', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'bad.json')
    await writeFile(file, '{"a":1}')
    const inUse = await mockFor(t, { dataDir: join(folder, 'data') })
    const port = { code: 'EADDRINUSE', message: new RegExp(`^port ${inUse.port} is already in use`) }
    await t.rejects(startMock({ port: inUse.port }), port, 'a port in use')
    const needStore = Object.entries({
      storePrefix: 'a',
      storeCreds: file,
      storeCa: file,
      reads: 'local',
      replica: 'a'
    })
    for (const [name, value] of needStore) {
      const message = new RegExp(
        `^--${name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)} has no effect without --store`
      )
      await t.rejects(startMock({ [name]: value }), { name: 'StoreError', message }, name)
    }
    const rows = [
      [{ fixtures: file }, FixtureFileError, /unknown field 'a'/],
      [{ dataDir: join(folder, 'data') }, DataDirectoryError, /another atrium-atms-mock uses/]
    ] as const
    for (const [options, ErrorClass, message] of rows) {
      const error = await startMock(options).catch((error: unknown) => error)
      t.ok(error instanceof ErrorClass, `${ErrorClass.name}: the class`)
      t.match(error, { name: ErrorClass.name, message }, `${ErrorClass.name}: the message`)
    }
  })
}
