import t from 'tap'
import { calls } from './third-api/calls.ts'
import { dataDirectories } from './third-api/data-directories.ts'
import { fixtures } from './third-api/fixtures.ts'
import { logs } from './third-api/logs.ts'
import { pages } from './third-api/pages.ts'
import { sandboxes } from './third-api/sandboxes.ts'

t.test('calls', calls)
t.test('fixtures and the state', fixtures)
t.test('sandboxes', sandboxes)
t.test('the journal and the history', logs)
t.test('pages, documents and the banner', pages)
t.test('data directories', dataDirectories)
