import { test } from 'atrium-atms-mock/vitest'
import { failOnPurpose, failToVerify } from './tests.cjs'

test('fails on purpose', ({ mock, mockUrl }) => failOnPurpose({ mock, mockUrl }))
test('fails to verify', ({ mock, mockUrl }) => failToVerify({ mock, mockUrl }))
test('passes', ({ mock }) => mock.expectNoRequest({}))
test.fails('is expected to fail', ({ mock, mockUrl }) => failOnPurpose({ mock, mockUrl }))
