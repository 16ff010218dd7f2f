import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { startMock } from '../../src/index.ts'
import { call, readJson } from '../support/calls.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { run, served } from '../support/terminal.ts'

const EPHEMERAL = ['--ephemeral', '--port', '0']
const VERB = 'atrium.routes.unsupported-method'
const CREATE = 'atrium.routes.create'

export const inFile = async (t: Test, content: unknown): Promise<string> => {
  const file = join(await temporaryFolder(t), 'observed.json')
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

/** Every invalid profile ends the start, with a message that names the file, the rule, and what is possible. */
export async function invalidProfiles(t: Test): Promise<void> {
  const rows: [name: string, content: unknown, message: RegExp][] = [
    ['not JSON', '{"behavior": x}', /observed\.json: invalid JSON in line 1, column 14: .*Expected \{"behavior": /],
    ['too deep', `{"behavior": ${'['.repeat(2000)}${']'.repeat(2000)}}`, /observed\.json: invalid JSON: nested deeper/],
    ['a list', [], /observed\.json: expected object, not \[\]\. Expected/],
    ['no member', {}, /observed\.json: behavior: required field is missing\. Expected/],
    ['a wrong type', { behavior: 'x' }, /observed\.json: behavior: expected object, not "x"\. Expected/],
    [
      'a wrong value',
      { behavior: { [VERB]: 405 } },
      new RegExp(`observed\\.json: behavior, ${VERB}: expected string, not 405`)
    ],
    [
      'a typo in a rule',
      { behavior: { [`${VERB}s`]: '405' } },
      new RegExp(`unknown rule '${VERB}s' \\(did you mean '${VERB}'\\?\\)`)
    ],
    [
      'an unknown rule',
      { behavior: { x: '405' } },
      new RegExp(`unknown rule 'x'\\. Rules with alternatives: .*${VERB},.* atms\\.`)
    ],
    [
      'a rule without alternatives',
      { behavior: { 'atrium.routes.list': '405' } },
      /atrium\.routes\.list: this rule has no alternatives\. Rules with alternatives: atrium/
    ],
    [
      'a typo in an alternative',
      { behavior: { 'atrium.paging.invalid-page': 'frist' } },
      /atrium\.paging\.invalid-page: unknown alternative 'frist' \(did you mean 'first'\?\) \(available: first, 400\)/
    ],
    [
      'an unknown alternative',
      { behavior: { [VERB]: 'x' } },
      new RegExp(`${VERB}: unknown alternative 'x' \\(available: 405\\)`)
    ],
    [
      'a member of every object',
      { behavior: { constructor: 'x', [VERB]: 'toString' } },
      /unknown rule 'constructor'.*\n.*unknown alternative 'toString'/
    ],
    [
      'two alternatives',
      `{"behavior": {"${CREATE}": "201", "${VERB}": "405", "${CREATE}": "200"}}`,
      new RegExp(`duplicate rule '${CREATE}': a server follows one alternative`)
    ]
  ]
  for (const [name, content, message] of rows) {
    const { err, code } = await run([...EPHEMERAL, '--behavior', await inFile(t, content)])
    t.match(err, message, name)
    t.match(err, /^atrium-atms-mock: \S+observed\.json/, `${name}: the file`)
    t.equal(code, 1, `${name}: exit code`)
  }
  const folder = await temporaryFolder(t)
  t.match((await run([...EPHEMERAL, '--behavior', folder])).err, `${folder} is a folder. Use a file\n`, 'a folder')
  const missing = join(folder, 'none.json')
  t.match((await run([...EPHEMERAL, '--behavior', missing])).err, `no such file or folder: ${missing}. Correct`, 'none')
}

/** A profile can have any other members, and a byte order mark. It is named wherever people look. */
export async function commandLine(t: Test): Promise<void> {
  const content = `\ufeff${JSON.stringify({ server: 'https://example.com', behavior: { [VERB]: '405', [CREATE]: '201' } })}`
  const file = await inFile(t, content)
  t.strictSame(
    await run(['check', file]),
    { out: `${file}: ok, a behavior profile:\n  ${CREATE}: 201\n  ${VERB}: 405\n`, err: '', code: 0 },
    'check'
  )
  const wrong = await run(['check', await inFile(t, { behavior: { x: 'y' } })])
  t.match(
    wrong,
    { out: '', err: /observed\.json: invalid behavior profile\n {2}unknown rule 'x'/, code: 1 },
    'check an invalid one'
  )
  t.match(
    (await run(['check', await inFile(t, { behavior: {} })])).out,
    /ok, a behavior profile without alt/,
    'check none'
  )

  const { message, stop } = await served(EPHEMERAL, { environment: { MOCK_BEHAVIOR: file } })
  t.match(
    message,
    `  behavior  2 alternatives, from ${file}\n            ${CREATE}: 201\n            ${VERB}: 405\n`,
    'the banner'
  )
  const url = `http://localhost:${/localhost:(\d+)/.exec(message)?.[1]}`
  t.equal((await call({ url }, 'PATCH', '/users', {})).status, 405, 'the server follows it')
  t.match((await readJson({ url }, '/__admin/health'))['behavior'], { [VERB]: '405', [CREATE]: '201' }, 'the health')
  const health = await run(['health', '--url', url], { isInteractive: true })
  t.match(health.out, `  behavior  ${CREATE}: 201, ${VERB}: 405\n`, 'the command health')
  await stop()

  const none = await served([...EPHEMERAL, '--behavior', await inFile(t, { behavior: {} })])
  t.match(none.message, /\n {2}behavior {2}the contract, from /, 'a profile without alternatives')
  await none.stop()
  const plain = await served(EPHEMERAL)
  t.notMatch(plain.message, /^ {2}behavior/m, 'without a profile')
  await plain.stop()
}

/** All sandboxes follow it, resets keep it, and it is not part of the state. */
export async function sandboxesAndRestarts(t: Test): Promise<void> {
  const dataDir = join(await temporaryFolder(t), 'data')
  const follows = async (options: object, expected: number): Promise<void> => {
    const mock = await startMock({ dataDir, ...options })
    try {
      const create = async (path: string) => (await call({ url: `${mock.url}${path}` }, 'POST', '/users', USER)).status
      t.equal(await create(''), expected, 'default')
      t.equal(await create('/sandboxes/other'), expected, 'a sandbox')
      await mock.reset()
      t.equal(await create(''), expected, 'after a reset')
    } finally {
      await mock.close()
    }
  }
  await follows({ behavior: { [CREATE]: '201' } }, 201)
  await follows({}, 200)
  await follows({ behavior: { behavior: { [CREATE]: '201' } } }, 201)
  await follows({ behavior: await inFile(t, { behavior: { [CREATE]: '201' } }), fresh: true }, 201)
  await t.rejects(
    startMock({ behavior: { x: 'y' } }),
    /^option behavior: invalid behavior profile\n {2}unknown rule 'x'/,
    'an object'
  )
  await t.rejects(
    startMock({ behavior: { [CREATE]: 201 } as never }),
    /option behavior: behavior, .*expected string, not 201/,
    'a wrong value'
  )
  await t.rejects(
    startMock({ behavior: 5 as never }),
    /option behavior: expected a file name or an object, not 5/,
    'a number'
  )
}

const USER = { user: { metadata: 'x' } }

/** The documents below /docs describe the responses that the server sends. */
export async function documents(t: Test): Promise<void> {
  const mock = await startMock({
    behavior: {
      [CREATE]: '201',
      'atrium.routes.delete': '200',
      'atrium.bodies.type': '415',
      'atrium.user.limit': '403',
      'atms.routes.no-content': '201',
      'atms.accounts.unknown-group': '404'
    }
  })
  t.teardown(() => mock.close())
  const plain = await startMock()
  t.teardown(() => plain.close())
  for (const name of ['atrium.json', 'atrium-3.0.json', 'atrium.yaml']) {
    const { info, paths } = await readJson(mock, `/docs/${name}`)
    t.match(
      info.description,
      /follows a behavior profile:\n\n- `atrium\.routes\.create`: `201`\. `POST \/users` responds/,
      name
    )
    t.notMatch(info.description, /`atms/, `${name}: only its own rules`)
    t.notOk('200' in paths['/users'].post.responses, `${name}: the response of the contract is replaced`)
    t.match(
      paths['/users'].post.responses['201'],
      { description: '`POST /users` responds with 201.', content: Object },
      name
    )
    t.match(paths['/users'].post.responses['403'], { content: Object }, `${name}: the limit`)
    t.match(paths['/users/{user_guid}'].put.responses['415'], { content: Object, headers: Object }, `${name}: a type`)
    t.strictSame(Object.keys(paths['/users/{user_guid}'].delete.responses)[0], '200', `${name}: delete`)
  }
  const { paths } = await readJson(mock, '/docs/atms.json')
  const created = paths['/api/Users'].post.responses
  t.match(created['201'].content['application/json'].schema, { $ref: /AtmsUser$/ }, 'the created user')
  t.ok('404' in created && !('204' in created), 'an unknown group')
  const text = async (target: typeof mock, name: string) =>
    (await (await call(target, 'GET', `/docs/${name}`)).text()).replaceAll(target.url, '')
  t.equal(await text(mock, 'admin.json'), await text(plain, 'admin.json'), 'the control API is the same')
  t.notMatch(await text(plain, 'atrium.json'), 'behavior profile', 'without a profile')
}
