import { Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import type { RecordedList } from '../../api/recording.ts'

/** The largest page that the service documents. */
const PER_PAGE = 100

const Count = Type.Integer({ minimum: 0 })
const Page = Type.Object({
  users: Type.Array(Type.Unknown()),
  pagination: Type.Object({ total_entries: Count, total_pages: Count })
})

/** How `record` reads the users of a real service. */
export const recording: readonly RecordedList[] = [
  {
    list: 'users',
    target: (page) => `/users?page=${page}&records_per_page=${PER_PAGE}`,
    read: (body) =>
      Check(Page, body)
        ? { records: body.users, pages: body.pagination.total_pages, total: body.pagination.total_entries }
        : undefined,
    kept: ['guid', 'is_disabled'],
    json: ['metadata']
  }
]
