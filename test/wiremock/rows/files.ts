import { admin, get, ID, type Row, row, stub } from './row.ts'

const saved = { id: ID, name: 'Saved', request: { url: '/s' }, response: { status: 201 }, persistent: true }

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
