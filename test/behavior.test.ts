import t from 'tap'
import { allAlternatives, consistency, eachAlternative } from './behavior/alternatives.ts'
import { details } from './behavior/details.ts'
import { commandLine, documents, invalidProfiles, sandboxesAndRestarts } from './behavior/profiles.ts'

t.test('alternatives and code belong together', consistency)
t.test('a mock follows each alternative, by socket', eachAlternative)
t.test('a mock follows alternatives to many rules at once', allAlternatives)
t.test('an invalid profile ends the start', invalidProfiles)
t.test('profiles on the command line', commandLine)
t.test('sandboxes, resets and restarts', sandboxesAndRestarts)
t.test('the published documents follow a profile', documents)
t.test('details', details)
