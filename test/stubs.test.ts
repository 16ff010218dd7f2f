import t from 'tap'
import { addresses } from './stubs/addresses.ts'
import { bodyFiles } from './stubs/body-files.ts'
import { chaos } from './stubs/chaos.ts'
import { chaosProfiles } from './stubs/chaos-profiles.ts'
import { connections } from './stubs/connections.ts'
import { dates } from './stubs/dates.ts'
import { delays } from './stubs/delays.ts'
import { exactNumbers } from './stubs/exact-numbers.ts'
import { expensiveStubs } from './stubs/expensive-stubs.ts'
import { expensiveTemplates } from './stubs/expensive-templates.ts'
import { faults } from './stubs/faults.ts'
import { fileCalls } from './stubs/file-calls.ts'
import { headers } from './stubs/headers.ts'
import { invalidMappings } from './stubs/invalid-mappings.ts'
import { jsonSchemas } from './stubs/json-schemas.ts'
import { mappingFiles } from './stubs/mapping-files.ts'
import { mappings } from './stubs/mappings.ts'
import { matching } from './stubs/matching.ts'
import { pages } from './stubs/pages.ts'
import { perSandbox } from './stubs/per-sandbox.ts'
import { regularExpressions } from './stubs/regular-expressions.ts'
import { requestParts } from './stubs/request-parts.ts'
import { responses } from './stubs/responses.ts'
import { savedMappings } from './stubs/saved-mappings.ts'
import { scenarios } from './stubs/scenarios.ts'
import { templates } from './stubs/templates.ts'
import { usage } from './stubs/usage.ts'

t.test('matching', matching)
t.test('addresses', addresses)
t.test('regular expressions', regularExpressions)
t.test('parts of a request', requestParts)
t.test('dates', dates)
t.test('exact numbers', exactNumbers)
t.test('JSON Schemas', jsonSchemas)
t.test('responses', responses)
t.test('pages', pages)
t.test('headers', headers)
t.test('usage', usage)
t.test('chaos', chaos)
t.test('chaos profiles', chaosProfiles)
t.test('templates', templates)
t.test('expensive stubs', expensiveStubs)
t.test('expensive templates', expensiveTemplates)
t.test('scenarios', scenarios)
t.test('delays', delays)
t.test('faults', faults)
t.test('connections', connections)
t.test('mappings', mappings)
t.test('invalid mappings', invalidMappings)
t.test('mapping files', mappingFiles)
t.test('body files', bodyFiles)
t.test('calls about files', fileCalls)
t.test('saved mappings', savedMappings)
t.test('stubs, scenarios, settings and journal belong to the sandbox of the request', perSandbox)
