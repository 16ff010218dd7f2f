// Histories that no correct server can produce, each next to a correct one with the same requests.

/** @param guids the first guids of a sandbox */
export function pairs([first, second]) {
  const user = (guid, identifier, metadata, is_disabled = false) => ({ guid, is_disabled, metadata, identifier })
  const created = (guid, identifier, metadata) => ({
    op: 'create',
    identifier,
    metadata,
    status: 200,
    user: user(guid, identifier, metadata)
  })
  const a = created(first, 'a', '1')
  const b = created(second, 'b', '2')
  const update = { op: 'update', guid: first, metadata: '3', status: 200, user: user(first, 'a', '3') }
  const disable = { op: 'update', guid: first, is_disabled: true, status: 200 }
  const read = (metadata) => ({ op: 'read', guid: first, status: 200, user: user(first, 'a', metadata) })
  const list = (...users) => ({ op: 'list', status: 200, users, total: users.length })
  const remove = { op: 'delete', guid: first, status: 204 }
  const reset = (present) => ({ op: 'reset', status: 200, present, count: 0 })
  const undo = (revision, present, count, status = 200) => ({ op: 'undo', revision, status, present, count })
  const unknown = (operation) => ({ ...operation, status: 0, user: undefined })
  return {
    'a stale read': [
      [a, update, read('3')],
      [a, update, read('1')]
    ],
    'a lost creation': [
      [a, b, list(a.user, b.user)],
      [a, b, list(a.user)]
    ],
    'a user that appears twice': [
      [a, list(a.user)],
      [a, list(a.user, a.user)]
    ],
    'a guid that was assigned twice': [
      [a, b],
      [a, created(first, 'b', '2')]
    ],
    'an identifier that two users have': [
      [a, { ...a, status: 409 }],
      [a, created(second, 'a', '2')]
    ],
    'a deleted user that comes back': [
      [a, remove, { ...read('1'), status: 404 }],
      [a, remove, read('1')]
    ],
    'a lost update of another member': [
      [a, update, { ...disable, user: user(first, 'a', '3', true) }],
      [a, update, { ...disable, user: user(first, 'a', '1', true) }]
    ],
    'a reset that did not empty the sandbox': [
      [a, reset(2), list()],
      [a, reset(2), list(a.user)]
    ],
    'a revision that did not increase': [
      [a, reset(2), reset(3)],
      [a, reset(2), reset(2)]
    ],
    'an undo that did not put the users back': [
      [a, reset(2), undo(2, 3, 1), list(a.user)],
      [a, reset(2), undo(2, 3, 1), list()]
    ],
    'an undo in spite of a later change': [
      [a, reset(2), b0(first), undo(2, 4, 1, 409)],
      [a, reset(2), b0(first), undo(2, 4, 1)]
    ],
    'an effect without a request': [
      [unknown(a), list(a.user)],
      [unknown(b), list(a.user)]
    ],
    'a list out of order': [
      [a, b, list(a.user, b.user)],
      [a, b, list(b.user, a.user)]
    ],
    'a change that the history does not show': [
      [
        a,
        {
          op: 'history',
          status: 200,
          present: 1,
          total: 1,
          changes: [{ revision: 1, operation: 'add', key: first, after: a.user }]
        }
      ],
      [a, { op: 'history', status: 200, present: 0, total: 0, changes: [] }]
    ]
  }
  function b0(guid) {
    return created(guid, 'b', '2')
  }
}

/** One client sends the requests, one after the other. */
export const inOrder = (operations) =>
  operations.map((operation, i) => ({ client: 0, sandbox: 's', call: 2 * i, return: 2 * i + 1, ...operation }))
