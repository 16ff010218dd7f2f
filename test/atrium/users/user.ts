/** A user of the default fixtures that the tests change. */
export const LUKAS = 'USR-49af3399-d746-23e8-3634-9df4355eed00'
export const PUT_LUKAS = `PUT /users/${LUKAS}`

/** A response with one user, with the given fields replaced. */
export const user = (members: object, guid: string) => ({
  user: { guid, is_disabled: false, metadata: null, identifier: null, ...members }
})

/** The body of a create or an update. */
export const envelope = (sent: string) => `{"user":${sent}}`
