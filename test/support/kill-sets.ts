import type { Values } from './kill-ledger.ts'

export const FILE_STUB = {
  id: '00000000-0000-4000-8000-000000000001',
  response: { body: 'from a file' },
  request: { urlPath: '/file' }
}
/** The name of an uploaded fixture set, and the set. */
export const UPLOADED = 'uploaded'
export const UPLOADED_SET = {
  atrium: {
    credentials: [{ apiKey: 'test-api-key', clientId: 'test-client-id' }],
    users: [{ guid: 'USR-00000000-0000-0000-0000-000000000001', identifier: 'atrium uploaded', metadata: 'uploaded' }]
  },
  atms: { tokens: ['test-token'], userGroups: [{ GroupName: 'Operators' }], users: [] }
}

/** What a complete reset to a fixture set returns to. */
export const INITIAL: Readonly<Record<'empty' | typeof UPLOADED, Values>> = {
  empty: new Map([
    ['fixtures', 'empty'],
    [`stub ${FILE_STUB.id}`, FILE_STUB.response.body]
  ]),
  [UPLOADED]: new Map([
    ['fixtures', UPLOADED],
    [`stub ${FILE_STUB.id}`, FILE_STUB.response.body],
    ['atrium uploaded', 'uploaded']
  ])
}
