import t from 'tap'
import { foreignServers } from './certify/foreign.ts'
import { guard } from './certify/guard.ts'
import { cleanUpByName, endlessPages, interruption, secondInterruption, signals } from './certify/interruption.ts'
import { mockItself, outputs } from './certify/mock.ts'
import { oneRule } from './certify/one-rule.ts'
import { dryRun, existingJournal, headers, hidden, options, wrongFiles } from './certify/options.ts'
import { throughProxy } from './certify/proxy.ts'
import { reports } from './certify/reports.ts'
import { connections, recovering, unusableServers } from './certify/unusable.ts'

t.test('a service that breaks one rule, for each rule in turn', oneRule)
t.test('the mock itself', mockItself)
t.test('reports and evidence', outputs)
t.test('a proxy that breaks one rule', throughProxy)
t.test('servers that others have written', foreignServers)
t.test('servers that cannot be tested', unusableServers)
t.test('servers that recover', recovering)
t.test('certificates and proxies', connections)
t.test('options', options)
t.test('a journal that exists', existingJournal)
t.test('files that cannot be written', wrongFiles)
t.test('headers', headers)
t.test('credentials in other forms', hidden)
t.test('--dry-run', dryRun)
t.test('reports of hostile texts', reports)
t.test('records that the run did not create', guard)
t.test('an interruption', interruption)
t.test('a second interruption', secondInterruption)
t.test('--cleanup-all', cleanUpByName)
t.test('lists that never end', endlessPages)
t.test('signals', signals)
