import t from 'tap'
import { accessGuard } from './admin/access-guard.ts'
import { webConsole } from './admin/console.ts'
import { encodedCalls } from './admin/encoded-calls.ts'
import { events } from './admin/events.ts'
import { health } from './admin/health.ts'
import { history } from './admin/history.ts'
import { mcp } from './admin/mcp.ts'
import { noTrace } from './admin/no-trace.ts'
import { probes } from './admin/probes.ts'
import { records } from './admin/records.ts'
import { refusedCalls } from './admin/refused-calls.ts'
import { resets } from './admin/resets.ts'
import { slowReader } from './admin/slow-reader.ts'
import { state } from './admin/state.ts'
import { withoutStore } from './admin/without-store.ts'

t.test('access guard', accessGuard)
t.test('what creates a sandbox', noTrace)
t.test('encoded bodies', encodedCalls)
t.test('health', health)
t.test('probes and metrics', probes)
t.test('the state', state)
t.test('resets and fixture sets', resets)
t.test('rejected calls', refusedCalls)
t.test('the history', history)
t.test('records', records)
t.test('the stream of events', events)
t.test('the console', webConsole)
t.test('the MCP server', mcp)
t.test('slow readers of events', slowReader)
t.test('without the store', withoutStore)
