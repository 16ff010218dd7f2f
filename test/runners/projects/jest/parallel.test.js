const { mockForTests } = require('atrium-atms-mock/test')
const { isIsolated, numbers } = require('./tests.cjs')

const withMock = mockForTests(afterAll, { fixtures: 'credentials.json' })

test.concurrent.each(numbers)(
  'test %i',
  withMock((fixtures, i) => isIsolated(fixtures, i))
)
