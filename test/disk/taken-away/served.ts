import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { records as atrium } from '../../../src/apis/atrium/records.ts'
import { loadFixtureSet } from '../../../src/fixtures/load-fixture-set.ts'
import { guid } from '../../support/fixtures.ts'
import { storedApis } from '../../support/stored-apis.ts'
import { StoredSandbox } from '../../support/stored-sandbox.ts'
import { temporaryFolder } from '../../support/temporary.ts'

export const added = (n: number) =>
  atrium.add('users', { guid: guid(n), is_disabled: false, metadata: null, identifier: `user-${n}` }, { guids: n })

export const LOST = { code: 'MOCK_DATA_DIRECTORY_LOST', statusCode: 503 }

/** The paths of a data directory, and a server on it that has stored a change. */
export async function served(t: Test) {
  const root = join(await temporaryFolder(t), 'data')
  const away = `${root}-away`
  const fixtures = await loadFixtureSet(storedApis, 'fixtures/default.json', 'default')
  const notices: string[] = []
  let wake: () => void = () => {}
  const notice = (text: string) => {
    notices.push(text)
    wake()
  }
  const sandbox = await StoredSandbox.open(t, root, { fixtures, notice })
  sandbox.change(added(1))
  return {
    root,
    away,
    state: join(root, 'states', 'default'),
    sandbox,
    notices,
    /** Resolves once a notice matches. */
    async noticed(pattern: RegExp): Promise<void> {
      while (!notices.some((text) => pattern.test(text))) await new Promise<void>((done) => (wake = done))
    },
    /** Opens the directory as the next server would. */
    open: (directory = root) => StoredSandbox.open(t, directory, { fixtures })
  }
}
export type Served = Awaited<ReturnType<typeof served>>

export const REMOVED = /^the data directory .* was removed or renamed: changes are rejected until it is restored\. /
export const REWRITTEN = /^the contents of .* were removed or changed while the server was running: writing them again$/
export const BACK = /^the data directory .* is available again$/
export const FOREIGN =
  /^the data directory .* contains the state of another server: changes are rejected until it is restored/
export const IN_USE =
  /^the data directory .* cannot be used \(another atrium-atms-mock uses .*\): changes are rejected until/
export const UNUSABLE = /^the data directory .* cannot be used \(ENOTDIR/
export const OTHER_DEVICE =
  /^the data directory .* is on another file system now: changes are rejected until it is restored/

/** Whether a change would be rejected. */
export const isRejected = ({ directory }: StoredSandbox): boolean => {
  try {
    directory.requireHere()
    return false
  } catch {
    return true
  }
}

/** Removes the contents of a folder. */
export const emptied = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true })
}
