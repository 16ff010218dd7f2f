import type { Test } from 'tap'
import { atms } from '../../src/apis/atms/index.ts'
import { atrium } from '../../src/apis/atrium/index.ts'
import { type Auth, authenticates, credentialOf } from '../../src/sandbox/credentials.ts'
import { sandboxOf } from '../support/sandbox-options.ts'

export async function credentials(t: Test): Promise<void> {
  t.test('of Atrium are accepted by --auth strict and any', async (t) => {
    const rows: [Auth, key: string, client: string, isAccepted: boolean][] = [
      ['strict', 'key', 'client', true],
      ['strict', 'key@w', 'client', true],
      ['strict', 'key', 'other', false],
      ['strict', 'key', 'client@w', false],
      ['strict', 'other', 'client', false],
      ['strict', 'key', '', false],
      ['any', 'other', 'another', true],
      ['any', '', 'another', false],
      ['any', '@w', 'another', true],
      ['any', 'other', '', false]
    ]
    for (const [auth, key, client, isAccepted] of rows) {
      const credential = credentialOf(atrium, { 'mx-api-key': key, 'mx-client-id': client })
      t.equal(authenticates(sandboxOf().state.apis, credential, auth), isAccepted, `${auth} '${key}' '${client}'`)
    }
  })

  t.test('of ATMS are accepted by --auth strict and any', async (t) => {
    const rows: [Auth, token: string | undefined, isAccepted: boolean][] = [
      ['strict', 'token', true],
      ['strict', 'token@w', true],
      ['strict', 'other', false],
      ['strict', '', false],
      ['strict', undefined, false],
      ['any', 'other', true],
      ['any', '', false],
      ['any', undefined, false]
    ]
    for (const [auth, token, isAccepted] of rows) {
      const credential = credentialOf(atms, { token })
      t.equal(authenticates(sandboxOf().state.apis, credential, auth), isAccepted, `${auth} '${token}'`)
    }
  })
}
