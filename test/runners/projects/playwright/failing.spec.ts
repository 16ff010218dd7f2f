import { test } from 'atrium-atms-mock/playwright'
import { failOnPurpose, failToVerify } from './tests.cjs'

test('fails on purpose', ({ mock, mockUrl }) => failOnPurpose({ mock, mockUrl }))
test('fails to verify', ({ mock, mockUrl }) => failToVerify({ mock, mockUrl }))
test('passes', ({ mock }) => mock.expectNoRequest({}))
test('is expected to fail', async ({ mock, mockUrl }) => {
  test.fail()
  await failOnPurpose({ mock, mockUrl })
})
