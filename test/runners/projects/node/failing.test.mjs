import { after, test } from 'node:test'
import { mockForTests } from 'atrium-atms-mock/test'
import { failOnPurpose, failToVerify } from './tests.cjs'

const withMock = mockForTests(after)

test('fails on purpose', withMock(failOnPurpose))
test('fails to verify', withMock(failToVerify))
test(
  'passes',
  withMock(async ({ mock }) => mock.expectNoRequest({}))
)
