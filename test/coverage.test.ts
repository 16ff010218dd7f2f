import t from 'tap'
import { alternatives, badCalls, otherResponses, report } from './coverage/calls.ts'
import { command, commandSandboxes } from './coverage/command.ts'
import { counting, droppedSandboxes, otherChanges, parallelSandboxes, repeatedReads } from './coverage/counting.ts'
import { everyCase } from './coverage/every-case.ts'
import { background, failingRule, limits, shortMemory } from './coverage/limits.ts'

t.test('a scenario demonstrates exactly its rules', counting)
t.test('parallel sandboxes', parallelSandboxes)
t.test('repeated reads', repeatedReads)
t.test('dropped sandboxes', droppedSandboxes)
t.test('changes by other means than requests', otherChanges)
t.test('the cases of all rules demonstrate them', everyCase)
t.test('limits', limits)
t.test('short memory', shortMemory)
t.test('a rule that fails', failingRule)
t.test('the background', background)
t.test('bad calls', badCalls)
t.test('what a report says', report)
t.test('a server that follows an alternative', alternatives)
t.test('responses that do not count', otherResponses)
t.test('the command', command)
t.test('the sandboxes of the command', commandSandboxes)
