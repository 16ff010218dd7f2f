import { test } from 'atrium-atms-mock/playwright'
import { isIsolated, numbers } from './tests.cjs'

for (const i of numbers) test(`test ${i}`, ({ mock, mockUrl }) => isIsolated({ mock, mockUrl }, i))
