import type { Api, ListDefinition } from '../../src/api/define-api.ts'
import { stateExamples } from '../../src/control/openapi-examples.ts'
import { fixtureSchema } from '../../src/fixtures/fixture-schema.ts'
import type { Node } from './complete-operation.ts'
import type { Schema } from './map-schemas.ts'
import { simpleSchema } from './simple-schema.ts'

/**
 * The schema of fixture files for editors, which show its titles, descriptions and examples, and insert its defaults. It uses only what
 * draft-07 has, because some editors know no later one.
 */
export function fixtureFileSchema(apis: readonly Api[]): Node {
  const { description: _, ...schema } = simpleSchema(JSON.parse(JSON.stringify(fixtureSchema(apis))), {})
  const example = stateExamples(apis).fixture as Readonly<Record<string, Section>>
  const { $schema, $mock, ...sections } = schema['properties'] as Record<string, Schema>
  const described = apis.map((api) => [api.name, sectionSchema(api, sections[api.name] ?? {}, example[api.name] ?? {})])
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'urn:atrium-atms-mock:fixture.schema.json',
    title: 'A fixture of atrium-atms-mock',
    description: 'The records that the mock starts with, and returns to with each reset. Each section is optional.',
    ...schema,
    properties: {
      $schema: {
        ...$schema,
        title: 'The schema of this file',
        description: 'Where an editor finds this schema.',
        examples: ['http://localhost:3000/docs/fixture.schema.json']
      },
      $mock: { ...$mock, title: 'Data of the server' },
      ...Object.fromEntries(described)
    },
    examples: [example]
  }
}

type Section = Readonly<Record<string, readonly unknown[]>>

function sectionSchema({ title, lists }: Api, schema: Schema, example: Section): Schema {
  const described = Object.entries(schema['properties'] as Record<string, Schema>).map(([name, list]) => [
    name,
    listSchema(name, lists[name] as ListDefinition, list, example[name] ?? [])
  ])
  const description = `The records of ${title}. All lists are required; they may be empty.`
  return { ...schema, title, description, properties: Object.fromEntries(described), examples: [example] }
}

function listSchema(name: string, list: ListDefinition, schema: Schema, example: readonly unknown[]): Schema {
  const { label = name } = list
  const title = label.replace(/^./, (first) => first.toUpperCase())
  const items = schema['items'] as Schema
  const [record] = example
  return {
    ...schema,
    title,
    description: `All ${label}.`,
    items: {
      title: `One of the ${label}`,
      ...items,
      ...(items['properties'] !== undefined && {
        description: `One of the ${label}. Members with a default may be left out.`,
        properties: membersOf(list, items['properties'] as Record<string, Schema>, Object(record))
      }),
      ...(record !== undefined && { examples: [record] })
    },
    default: [],
    examples: [example]
  }
}

function membersOf({ defaults }: ListDefinition, members: Readonly<Record<string, Schema>>, record: Schema): Schema {
  return Object.fromEntries(
    Object.entries(members).map(([name, schema]) => [
      name,
      {
        title: name,
        ...schema,
        ...(name in defaults && { default: Reflect.get(defaults, name) }),
        ...(record[name] !== undefined && { examples: [record[name]] })
      }
    ])
  )
}
