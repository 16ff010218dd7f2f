import { readdirSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import type { Test } from 'tap'

/** Editors check fixture files with this schema, and show its description of each level. */
export async function fixtureFileSchema(t: Test): Promise<void> {
  const schema = JSON.parse(readFileSync('specs/fixture.schema.json', 'utf8'))
  t.match(schema, { $schema: 'http://json-schema.org/draft-07/schema#', $id: /^urn:/ })
  const check = new Ajv({ allowUnionTypes: true }).compile(schema)
  for (const file of readdirSync('fixtures')) {
    t.ok(check(JSON.parse(readFileSync(`fixtures/${file}`, 'utf8'))), `${file} is valid`)
  }
  t.ok(check({ atrium: { credentials: [], users: [{}] } }), 'a guid may be left out')
  t.notOk(check({ atrium: { credentials: [{}], users: [] } }), 'a credential without its members')
  for (const example of schema.examples) t.ok(check(example), 'the example is valid')

  const described = (level: Record<string, Record<string, object>>, at: string): void => {
    t.ok(level['title'], `${at}: title`)
    t.ok(level['description'], `${at}: description`)
    t.ok(level['examples'] ?? at === '/$mock', `${at}: examples`)
    for (const [name, member] of Object.entries(level['properties'] ?? {})) described(member as never, `${at}/${name}`)
    if (level['items'] !== undefined) described(level['items'] as never, `${at}/items`)
  }
  described(schema, '')
  const { users } = schema.properties.atms.properties
  t.strictSame(users.items.properties.Email.type, ['string', 'null'], 'a nullable text')
  t.equal(users.items.properties.IsAccountDisabled.default, false, 'a default')
}

/** Editors complete chaos profiles with this schema. */
export async function chaosFileSchema(t: Test): Promise<void> {
  const check = new Ajv().compile(JSON.parse(readFileSync('specs/chaos.schema.json', 'utf8')))
  const [, example = ''] =
    /<!-- file: profiles\/busy.json -->\n```json\n(.*?)```/s.exec(readFileSync('docs/chaos.md', 'utf8')) ?? []
  t.ok(check(JSON.parse(example)), 'the profile of the documentation is valid')
  t.notOk(check({ stubs: [] }), 'an unknown member')
  t.notOk(check({ mappings: [] }), 'no stubs')
}
