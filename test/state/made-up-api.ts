import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Value } from '@sinclair/typebox/value'
import type { Test } from 'tap'
import { defineRecords, list } from '../../src/api/define-api.ts'
import { AtriumUser } from '../../src/apis/atrium/records.ts'
import { FixtureBuilder } from '../../src/fixtures/fixture-builder.ts'
import { readFixture } from '../../src/fixtures/fixture-document.ts'
import { readFixtureFile } from '../../src/fixtures/fixture-file.ts'
import { fixtureSchema } from '../../src/fixtures/fixture-schema.ts'
import { countsOf } from '../../src/fixtures/fixture-set.ts'
import { contacts, storedApis, textOf } from '../support/stored-apis.ts'
import { temporaryFolder } from '../support/temporary.ts'

const apis = [...storedApis, contacts]

const document = {
  contacts: {
    tags: ['vip', 'new'],
    people: [
      { company: 'acme', email: 'Ann@x.example' },
      { email: 'bob@x.example', age: 30, company: 'ACME', nickname: 'bo' }
    ],
    companies: [{ id: 'Acme', name: 'Acme Inc.' }, { id: 'Other' }],
    seats: [{ row: 1, place: 'a' }]
  }
}

export async function madeUpApi(t: Test): Promise<void> {
  t.test('the list of APIs determines the sections of a fixture', async (t) => {
    const text = JSON.stringify(document)
    t.ok(Value.Check(fixtureSchema(apis), document), 'the schema has its section')
    t.notOk(Value.Check(fixtureSchema(storedApis), document), 'other lists of APIs do not')
    t.match(readFixture(storedApis, text), { ok: false, problems: { listed: [{ pointer: '/contacts' }] } }, 'unknown')
    const result = readFixture(apis, text)
    t.ok(result.ok, 'it is read')
    if (!result.ok) return
    t.equal(
      textOf(result.state, apis).slice(textOf(result.state, apis).indexOf('"contacts"')),
      [
        '"contacts": {',
        '    "tags": [',
        '      "vip",',
        '      "new"',
        '    ],',
        '    "people": [',
        '      {"email":"Ann@x.example","age":18,"company":"Acme","nickname":null},',
        '      {"email":"bob@x.example","age":30,"company":"Acme","nickname":"bo"}',
        '    ],',
        '    "companies": [',
        '      {"id":"Acme","name":"Acme Inc."},',
        '      {"id":"Other","name":"Unnamed"}',
        '    ],',
        '    "seats": [',
        '      {"row":1,"place":"a"}',
        '    ]',
        '  }',
        '}',
        ''
      ].join('\n'),
      'members in the order of the schema, references in the spelling of the other record'
    )
    const part = contacts.of({ apis: result.state })
    t.strictSame(part.counters, { ids: 0, tickets: 0 }, 'its counters')
    t.strictSame(part.lists.tags.get('vip'), { tag: 'vip', color: 'red' }, 'a bare record has its defaults')
    t.match(
      countsOf(apis, result.state),
      { contactsTags: 2, contactsPeople: 2, contactsCompanies: 2, contactsSeats: 1 },
      'counted'
    )
  })

  t.test('a file with its section is read', async (t) => {
    const file = join(await temporaryFolder(t), 'fixture.json')
    const result = readFixture(apis, JSON.stringify(document))
    const text = result.ok ? textOf(result.state, apis) : ''
    await writeFile(file, text)
    const read = await readFixtureFile(apis, file)
    t.equal(read.result.ok && textOf(read.result.state, apis), text, 'the same text')
  })

  t.test('problems of its records are reported like those of other APIs', async (t) => {
    const { people, seats, tags } = document.contacts
    const edited = {
      contacts: {
        tags: [...tags, 'vip', 5],
        people: [
          ...people,
          { email: 'BOB@x.example', company: 'Nobody' },
          { email: 'cas@x.example', company: 'acme', nickname: 'bo', age: 'old' }
        ],
        companies: [{ id: 'Acme' }, { id: 'ACME' }],
        seats: [...seats, { row: 1, place: 'a' }]
      }
    }
    const result = readFixture(apis, JSON.stringify(edited))
    t.strictSame(
      result.ok ||
        result.problems.listed.map(({ pointer, expected }) =>
          /duplicate|unknown/.test(expected) ? `${pointer}: ${expected}` : pointer
        ),
      [
        "/contacts/tags/2: duplicate tag 'vip'",
        '/contacts/tags/3',
        "/contacts/people/2/email: duplicate email 'BOB@x.example'",
        '/contacts/people/3/age',
        "/contacts/people/3/nickname: duplicate nickname 'bo'",
        "/contacts/companies/1/id: duplicate id 'ACME'",
        "/contacts/seats/1: duplicate row '1' and place 'a'",
        "/contacts/people/2/company: unknown id 'Nobody'"
      ],
      'all of them'
    )
  })

  t.test('a definition that refers to an unknown list is an error', async (t) => {
    const broken = defineRecords('broken', {
      users: list(AtriumUser, { keys: { key: ({ guid }) => guid }, references: { guid: 'nowhere' } })
    })
    t.throws(() => new FixtureBuilder([broken]), /broken\.users\.guid refers to an unknown list 'nowhere'/, 'at once')
  })
}
