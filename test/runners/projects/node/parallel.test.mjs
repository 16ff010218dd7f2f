import { after, describe, test } from 'node:test'
import { mockForTests } from 'atrium-atms-mock/test'
import { isIsolated, numbers } from './tests.cjs'

const withMock = mockForTests(after, { fixtures: 'empty' })

describe('in parallel', { concurrency: true }, () => {
  for (const i of numbers)
    test(
      `test ${i}`,
      withMock((fixtures) => isIsolated(fixtures, i), 'credentials.json')
    )
})
