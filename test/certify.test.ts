import t from 'tap'
import { oneRule } from './certify/one-rule.ts'

t.test('a service that breaks one rule, for each rule in turn', oneRule)
