import { defineConfig } from '@playwright/test'
import type { MockTestFixtures, MockWorkerFixtures } from 'atrium-atms-mock/playwright'

export default defineConfig<MockTestFixtures, MockWorkerFixtures>({
  testDir: '.',
  fullyParallel: true,
  timeout: 120_000,
  reporter: [['list'], ['json', { outputFile: 'report.json' }]],
  use: { mockOptions: { fixtures: 'credentials.json' } }
})
