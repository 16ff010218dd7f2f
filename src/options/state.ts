import { Type } from '@sinclair/typebox'
import { grouped } from './grouped.ts'

/** What the server starts with and keeps. */
export const stateOptions = grouped('State', {
  fixtures: Type.String({
    minLength: 1,
    default: 'default',
    placeholder: 'NAME|FILE',
    description: 'the initial state: the name of a fixture set, or a file'
  }),
  fixturesDir: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'DIR',
      description: 'a folder of fixture files that --fixtures and resets can select by name'
    })
  ),
  dataDir: Type.String({
    minLength: 1,
    default: '.mock',
    placeholder: 'DIR',
    description: 'the folder that keeps the state between runs'
  }),
  ephemeral: Type.Boolean({ default: false, description: 'write no files: keep everything in memory, or in --store' }),
  fresh: Type.Boolean({ default: false, description: 'discard the saved state and start from the fixtures' }),
  watch: Type.Boolean({ default: false, description: 'reset when the fixture file changes' }),
  stubs: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'DIR',
      description:
        'a folder of WireMock mapping files, or one with mappings/ and __files/; loaded at startup and on reset'
    })
  ),
  chaosDir: Type.Optional(
    Type.String({
      minLength: 1,
      placeholder: 'DIR',
      description: 'a folder of chaos profiles that the command chaos and the console can start by name'
    })
  ),
  guidSeed: Type.String({
    maxLength: 1000,
    default: 'atrium-atms-mock',
    placeholder: 'TEXT',
    description: 'the seed for the guids of new users; the same seed gives the same guids'
  }),
  maxSandboxes: Type.Integer({
    minimum: 1,
    default: 1000,
    placeholder: 'N',
    description: 'the maximum number of sandboxes'
  }),
  sandboxTtl: Type.Integer({
    minimum: 1,
    default: 3600,
    placeholder: 'SECONDS',
    description: 'drop sandboxes idle for this long'
  })
})
