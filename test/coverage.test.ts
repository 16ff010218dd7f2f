import t from 'tap'
import { everyCase } from './coverage/every-case.ts'

t.test('the cases of all rules demonstrate them', everyCase)
