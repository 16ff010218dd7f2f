import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { controlFor } from '../support/control.ts'
import { temporaryFolder } from '../support/temporary.ts'

/** A folder with chaos profiles. @param profiles by name; a text is written as it is */
export async function profilesIn(t: Test, profiles: Readonly<Record<string, object | string>>): Promise<string> {
  const folder = await temporaryFolder(t)
  for (const [name, profile] of Object.entries(profiles)) await putProfile(folder, name, profile)
  return folder
}

const putProfile = (folder: string, name: string, profile: object | string): Promise<void> =>
  writeFile(join(folder, `${name}.json`), typeof profile === 'string' ? profile : JSON.stringify(profile))

/** Invalid calls about chaos profiles, and invalid profiles. */
export async function chaosProfiles(t: Test): Promise<void> {
  t.test('invalid calls are rejected with a clear error', async (t) => {
    const { admin } = await controlFor(t)
    const names = 'flaky, slow, down, rate-limited, lost-responses'
    const rows: [method: string, path: string, body: unknown, status: number, message: string][] = [
      ['POST', 'chaos', { profile: 'flakey' }, 404, "unknown chaos profile 'flakey' (did you mean 'flaky'?)"],
      ['POST', 'chaos', { profile: 'x' }, 404, `unknown chaos profile 'x' (available: ${names})`],
      ['POST', 'chaos', { profile: 'flaky', seed: 'seven' }, 422, 'expected integer, not \\"seven\\"'],
      ['POST', 'chaos', '{"profile":"flaky","seed":1e999}', 422, '/seed'],
      ['POST', 'chaos', { profile: 'flaky', seed: -1 }, 422, 'greater or equal to 0, not -1'],
      ['POST', 'chaos', { profile: 'flaky', apis: ['atriom'] }, 422, "unknown API 'atriom' (did you mean 'atrium'?)"],
      ['POST', 'chaos', { profile: 'flaky', api: [] }, 422, "unknown field 'api' (did you mean 'apis'?)"],
      ['POST', 'chaos', {}, 422, '/profile'],
      ['POST', 'chaos', '{', 400, 'body: '],
      ['DELETE', 'chaos?profile=flakey', undefined, 404, "did you mean 'flaky'?"],
      ['GET', 'chaos?limit=x', undefined, 400, 'limit: expected a whole number'],
      ['GET', 'chaos?limt=1', undefined, 400, "unknown query parameter 'limt'"]
    ]
    for (const [method, path, body, status, message] of rows) {
      const row = `${method} ${path} ${JSON.stringify(body)}`
      const { status: actual, text } = await admin(method, path, body)
      t.equal(actual, status, row)
      t.ok(text.includes(message), `${row}: ${text}`)
    }
  })

  t.test(
    'a file is a profile, and replaces the built-in one of its name; edits apply with the next start',
    async (t) => {
      const folder = await profilesIn(t, { down: { mappings: [{ response: { status: 418 } }] } })
      const { admin, send } = await controlFor(t, { chaosDir: folder })
      await admin('POST', 'chaos', { profile: 'down' })
      t.equal((await send('GET', '/users')).status, 418, 'the file replaces the built-in profile')
      await putProfile(folder, 'down', { title: 'Closed', mappings: [{ response: { status: 410 } }] })
      await admin('POST', 'chaos', { profile: 'down' })
      t.equal((await send('GET', '/users')).status, 410, 'after an edit')
      const { profiles } = (await admin('GET', 'chaos')).json
      t.match(
        profiles.find(({ name }: { name: string }) => name === 'down'),
        { title: 'Closed' }
      )
    }
  )

  t.test('an invalid file prevents a start of the server, and later of its profile, with all problems', async (t) => {
    const empty = await profilesIn(t, {})
    const { admin } = await controlFor(t, { chaosDir: empty })
    const rows: [name: string, profile: object | string, problems: [pointer: string, expected: string][]][] = [
      [
        'a',
        { mappings: [{ request: { method: 5 } }, { response: { fault: 'X' } }] },
        [
          ['/mappings/0/request/method', 'expected string'],
          ['/mappings/1/response/fault', 'expected "EMPTY_RESPONSE"']
        ]
      ],
      [
        'a',
        { mappings: [{ metadata: { mock: { seed: 'x', apis: ['a'] } } }] },
        [
          ['/mappings/0/metadata/mock/seed', 'remove it'],
          ['/mappings/0/metadata/mock/apis', 'remove it']
        ]
      ],
      [
        'a',
        { title: '', mappings: [], x: 1 },
        [
          ['/x', "unknown field 'x'"],
          ['/title', 'expected string length'],
          ['/mappings', 'expected array length']
        ]
      ],
      ['a', '{"mappings":', [['', 'end']]],
      ['A b', { mappings: [{}] }, [['', 'the file name is the name of the profile']]]
    ]
    for (const [name, profile] of rows) {
      const row = JSON.stringify(profile)
      const own = await profilesIn(t, { [name]: profile })
      await t.rejects(controlFor(t, { chaosDir: own }), { message: /error/ }, `a start with ${row}`)
    }
    for (const [name, profile, problems] of rows) {
      const row = JSON.stringify(profile)
      await putProfile(empty, name, profile)
      const { status, json } = await admin('POST', 'chaos', { profile: name })
      t.equal(status, 422, row)
      t.equal((await admin('POST', 'chaos', { profile: 'flaky' })).status, 200, `${row}: other profiles start`)
      t.match((await admin('DELETE', `chaos?profile=${encodeURIComponent(name)}`)).json, { stopped: 0 }, row)
      const { invalid } = (await admin('GET', 'chaos')).json
      const listed = invalid.find(({ file }: { file: string }) => file === `${name}.json`)
      t.equal(listed?.problems.length, problems.length, `${row}: ${JSON.stringify(invalid)}`)
      t.equal(json.meta.total, problems.length, row)
      for (const [pointer, expected] of problems) {
        const found = json.errors.find(({ source }: { source: { pointer: string } }) => source.pointer === pointer)
        t.ok(found?.detail.includes(expected), `${row} ${pointer}: ${JSON.stringify(json)}`)
      }
    }
    await t.rejects(controlFor(t, { chaosDir: empty }), { message: /2 errors/ }, 'both files')
    await t.rejects(controlFor(t, { chaosDir: '/no/folder' }), { message: /cannot read \/no\/folder/ })
  })
}
