import t from 'tap'
import { everyAlternative } from '../certify/alternatives.ts'

t.setTimeout(300_000)

t.test('a mock that follows an alternative, for each in turn', everyAlternative)
