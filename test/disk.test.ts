import t from 'tap'
import { copies } from './disk/copies.ts'
import { damage } from './disk/damage.ts'
import { directories } from './disk/directories.ts'
import { fullDisk } from './disk/full-disk.ts'
import { locking } from './disk/locking.ts'
import { logLines } from './disk/log-lines.ts'
import { migration } from './disk/migration.ts'
import { otherFiles } from './disk/other-files.ts'
import { permissions } from './disk/permissions.ts'
import { readingParts } from './disk/reading-parts.ts'
import { restarts } from './disk/restarts.ts'
import { savedStates } from './disk/saved-states.ts'
import { smallDamage } from './disk/small-damage.ts'
import { snapshots } from './disk/snapshots.ts'
import { stateFile } from './disk/state-file.ts'
import { takenAway } from './disk/taken-away.ts'
import { uploads } from './disk/uploads.ts'
import { exceptWindows, MOVES_OPEN_FILES } from './support/platform.ts'

t.test('reading fixtures in parts', readingParts)
t.test('state.json', stateFile)
t.test('the log', logLines)
t.test('copies of fixture sets', copies)
t.test('saved states', savedStates)
t.test('a damaged directory', damage)
t.test('small damage', smallDamage)
t.test('snapshots of the state', snapshots)
t.test('data directories', directories)
t.test('pipes, devices and sockets in place of files', exceptWindows('a file cannot be a pipe'), otherFiles)
t.test('permissions', exceptWindows('files have no such permissions'), permissions)
t.test('the lock', locking)
t.test('a data directory that is removed, moved or replaced', MOVES_OPEN_FILES, takenAway)
t.test('a directory of version one', migration)
t.test('restarts', restarts)
t.test('a full disk', exceptWindows('nothing limits the size of files'), fullDisk)
t.test('uploads', uploads)
