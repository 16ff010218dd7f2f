import { ProfileDocument } from '../../src/chaos/profile-schema.ts'
import type { Node } from './complete-operation.ts'

/** The schema of chaos profiles for editors. It uses only what draft-07 has, because some editors know no later one. */
export const chaosFileSchema = (): Node => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'urn:atrium-atms-mock:chaos.schema.json',
  title: 'A chaos profile of atrium-atms-mock',
  description: 'A named set of stubs that make faults, for a file below --chaos-dir.',
  ...JSON.parse(JSON.stringify(ProfileDocument))
})
