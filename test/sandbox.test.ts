import t from 'tap'
import { createdMeanwhile } from './sandbox/created-meanwhile.ts'
import { credentials } from './sandbox/credentials.ts'
import { history } from './sandbox/history.ts'
import { memory } from './sandbox/memory.ts'
import { overtaken } from './sandbox/overtaken.ts'
import { registry } from './sandbox/registry.ts'
import { requestsInProgress } from './sandbox/requests-in-progress.ts'
import { restarts } from './sandbox/restarts.ts'
import { rewinding } from './sandbox/rewinding.ts'
import { savedStates } from './sandbox/saved-states.ts'
import { sharedLifecycle } from './sandbox/shared-lifecycle.ts'
import { sharedLog } from './sandbox/shared-log.ts'
import { sharedObjects } from './sandbox/shared-objects.ts'
import { storedChanges } from './sandbox/stored-changes.ts'
import { stubFiles } from './sandbox/stub-files.ts'
import { time } from './sandbox/time.ts'
import { undoing } from './sandbox/undoing.ts'
import { undoingElsewhere } from './sandbox/undoing-elsewhere.ts'
import { users } from './sandbox/users.ts'

t.test('the users of a sandbox', users)
t.test('credentials', credentials)
t.test('the sandboxes of a server', registry)
t.test('objects that sandboxes share', sharedObjects)
t.test('logs that servers share', sharedLog)
t.test('sandboxes that servers share', sharedLifecycle)
t.test('stored changes', storedChanges)
t.test('overtaken decisions', overtaken)
t.test('the history', history)
t.test('the state at each revision', rewinding)
t.test('undoing changes', undoing)
t.test('undoing changes of other replicas', undoingElsewhere)
t.test('time', time)
t.test('the memory budget', memory)
t.test('requests in progress', requestsInProgress)
t.test('a sandbox created meanwhile', createdMeanwhile)
t.test('restarts', restarts)
t.test('the files of --stubs', stubFiles)
t.test('saved states', savedStates)
