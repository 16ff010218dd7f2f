import type { RecordedList } from '../../api/recording.ts'

/** The API has no pages. */
const read = (body: unknown) => (Array.isArray(body) ? { records: body, pages: 1 } : undefined)

/** How `record` reads the groups and users of a real service. */
export const recording: readonly RecordedList[] = [
  { list: 'userGroups', target: () => '/api/UserGroups', read, kept: [] },
  { list: 'users', target: () => '/api/Users', read, kept: ['IsAccountDisabled'] }
]
