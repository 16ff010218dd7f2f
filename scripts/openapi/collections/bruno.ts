import { addressOf, type Call, type Collection, headersOf, VARIABLES } from './calls.ts'

const block = (name: string, lines: readonly string[]): string =>
  `${name} {\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n}\n`

/** Nothing if there are no members. */
const members = (name: string, values: Readonly<Record<string, string>>): string[] => {
  const lines = Object.entries(values).map(([key, value]) => `${key}: ${value}`)
  return lines.length === 0 ? [] : [block(name, lines)]
}

/** The files of a Bruno collection with one folder for each API, by their paths. */
export function brunoFiles(name: string, collections: readonly Collection[]): Map<string, string> {
  const variables = Object.assign({ ...VARIABLES }, ...collections.map((collection) => collection.variables))
  const files = new Map([
    ['bruno.json', `${JSON.stringify({ version: '1', name, type: 'collection' }, null, 2)}\n`],
    ['environments/mock.bru', members('vars', variables).join('')]
  ])
  for (const [i, { name: folder, title, calls, headers }] of collections.entries()) {
    const meta = members('meta', { name: title, seq: String(i + 1) })
    files.set(`${folder}/folder.bru`, [...meta, ...members('headers', headers)].join('\n'))
    for (const [j, call] of calls.entries()) files.set(`${folder}/${fileName(call)}`, requestOf(call, j + 1))
  }
  return files
}

const fileName = ({ name }: Call): string =>
  `${name
    .toLowerCase()
    .match(/[a-z0-9]+/g)
    ?.join('-')}.bru`

function requestOf(call: Call, seq: number): string {
  const { name, method, path, pathValues, query, body, status } = call
  const url = addressOf(call, path.replace(/\{(\w+)\}/g, ':$1'))
  return [
    ...members('meta', { name, type: 'http', seq: String(seq) }),
    ...members(method, { url, body: body === undefined ? 'none' : 'json', auth: 'none' }),
    ...members('params:query', query),
    ...members('params:path', pathValues),
    ...members('headers', headersOf(call)),
    ...(body === undefined ? [] : [block('body:json', body.text.split('\n'))]),
    ...members('assert', { 'res.status': `eq ${status}` })
  ].join('\n')
}
