const { mockForTests } = require('atrium-atms-mock/test')
const { failOnPurpose, failToVerify } = require('./tests.cjs')

const withMock = mockForTests(afterAll)

test('fails on purpose', withMock(failOnPurpose))
test('fails to verify', withMock(failToVerify))
test(
  'passes',
  withMock(async ({ mock }) => mock.expectNoRequest({}))
)
