import { testWith } from 'atrium-atms-mock/vitest'
import { isIsolated, numbers } from './tests.cjs'

const test = testWith({ fixtures: 'credentials.json' })

for (const i of numbers) test.concurrent(`test ${i}`, ({ mock, mockUrl }) => isIsolated({ mock, mockUrl }, i))
