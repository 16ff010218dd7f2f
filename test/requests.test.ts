import t from 'tap'
import { abandonedCalls } from './requests/abandoned-calls.ts'
import { boundedWork } from './requests/bounded-work.ts'
import { bounds } from './requests/bounds.ts'
import { clients } from './requests/clients.ts'
import { commandLine } from './requests/command-line.ts'
import { correlation } from './requests/correlation.ts'
import { encodings } from './requests/encodings.ts'
import { expensivePatterns } from './requests/expensive-patterns.ts'
import { explanation } from './requests/explanation.ts'
import { har } from './requests/har.ts'
import { incompleteBodies } from './requests/incomplete-bodies.ts'
import { invalidInput } from './requests/invalid-input.ts'
import { journal } from './requests/journal.ts'
import { journalWaits } from './requests/journal-waits.ts'
import { jsonPaths } from './requests/json-paths.ts'
import { nearMisses } from './requests/near-misses.ts'
import { patterns } from './requests/patterns.ts'
import { plantedSecrets } from './requests/planted-secrets.ts'
import { removal } from './requests/removal.ts'
import { secrets } from './requests/secrets.ts'
import { sharedJournal } from './requests/shared-journal.ts'
import { sharedProgress } from './requests/shared-progress.ts'
import { unmatched } from './requests/unmatched.ts'
import { unorderedJson } from './requests/unordered-json.ts'
import { unusualEntries } from './requests/unusual-entries.ts'
import { waiting } from './requests/waiting.ts'
import { withoutStore } from './requests/without-store.ts'

t.test('journal', journal)
t.test('HAR', har)
t.test('correlation', correlation)
t.test('unmatched requests', unmatched)
t.test('removing requests', removal)
t.test("details that WireMock's clients rely on", clients)
t.test('waiting for requests', waiting)
t.test('waits for entries of a journal', journalWaits)
t.test('incomplete bodies', incompleteBodies)
t.test('limits of the journal', bounds)
t.test('a journal that servers share', sharedJournal)
t.test('a shared journal without its store', withoutStore)
t.test('resets and failures while a shared journal is used', sharedProgress)
t.test('unusual entries', unusualEntries)
t.test('near misses', nearMisses)
t.test('explanations', explanation)
t.test('patterns', patterns)
t.test('invalid input', invalidInput)
t.test('JSONPath', jsonPaths)
t.test('expensive patterns', expensivePatterns)
t.test('JSON in any order', unorderedJson)
t.test('bounded work', boundedWork)
t.test('abandoned calls', abandonedCalls)
t.test('encoded bodies', encodings)
t.test('command line', commandLine)
t.test('secrets', secrets)
t.test('planted secrets', plantedSecrets)
