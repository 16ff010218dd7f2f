import { admin, get, ID, type Row, row, stub } from './row.ts'

const saved = { id: ID, name: 'Saved', request: { url: '/s' }, response: { status: 201 }, persistent: true }

const templated = { transformers: ['response-template'], transformerParameters: { type: 'json' } }

/** Calls that write into the folder of the server. Each row removes what it has written. */
export const files: Row[] = [
  row('no files', admin('GET', 'files')),
  row(
    'a file',
    admin('PUT', 'files/a/b.txt', 'text'),
    admin('PUT', 'files/c.txt', 'other'),
    admin('PUT', 'files/c.txt', ''),
    admin('GET', 'files'),
    admin('GET', 'files/a/b.txt'),
    stub({ request: { url: '/f' }, response: { bodyFileName: 'a/b.txt' } }),
    get('f'),
    admin('DELETE', 'files/a/b.txt'),
    admin('DELETE', 'files/a/b.txt'),
    admin('GET', 'files/a/b.txt'),
    admin('DELETE', 'files/c.txt'),
    admin('GET', 'files')
  ),
  row(
    'a file whose name is a template',
    admin('PUT', 'files/one.json', '{"path":"{{request.path}}"}'),
    stub({
      request: { urlPath: '/f' },
      response: { bodyFileName: '{{request.query.name}}.{{parameters.type}}', ...templated }
    }),
    get('f?name=one'),
    stub({
      request: { urlPath: '/f' },
      response: {
        bodyFileName: '{{#if request.query.n}}one{{else}}none{{/if}}.json',
        transformers: ['response-template'],
        transformerParameters: { disableBodyFileTemplating: true }
      }
    }),
    get('f?n=1'),
    admin('DELETE', 'files/one.json')
  ),
  row(
    'saved stubs',
    stub(saved),
    admin('POST', 'mappings/save'),
    admin('POST', 'mappings/reset'),
    admin('GET', 'mappings'),
    get('s'),
    admin('DELETE', `mappings/${ID}`),
    admin('POST', 'mappings/save'),
    admin('POST', 'mappings/reset'),
    admin('GET', 'mappings')
  )
]
