import t from 'tap'
import { badInput } from './record/bad-input.ts'
import { interruptions } from './record/interruptions.ts'
import { noLeaks } from './record/leaks.ts'
import { people } from './record/people.ts'
import { pseudonymsTest } from './record/pseudonyms.ts'
import { structure } from './record/structure.ts'

t.test('pseudonyms', pseudonymsTest)
t.test('no original text in a recording', noLeaks)
t.test('the structure of a recording', structure)
t.test('people', people)
t.test('interruptions', interruptions)
t.test('bad input', badInput)
