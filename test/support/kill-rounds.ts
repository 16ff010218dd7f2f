import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { program } from './program.ts'
import { temporaryFolder } from './temporary.ts'

const WRITERS = 8
const CHANGES_IN_A_ROW = 6
const LONGEST_ROUND = 300
const headers = { 'mx-api-key': 'test-api-key', 'mx-client-id': 'test-client-id', token: 'test-token' }
const json = { ...headers, 'content-type': 'application/json' }

/** The value of each record that was acknowledged, by its own key; and the changes that were sent and not answered. */
class Ledger {
  readonly values = new Map<string, string>()
  readonly unanswered = new Map<string, string | undefined>()
  isResetUnanswered = false
  acknowledged = 0

  acknowledge(key: string, value: string | undefined): void {
    this.unanswered.delete(key)
    if (value === undefined) this.values.delete(key)
    else this.values.set(key, value)
    this.acknowledged++
  }

  /** What of the actual records cannot be, as `key: actual`. */
  differences(actual: ReadonlyMap<string, string>): string[] {
    if (this.isResetUnanswered && actual.size === 0) return []
    const keys = new Set([...this.values.keys(), ...this.unanswered.keys(), ...actual.keys()])
    const isPossible = (key: string): boolean =>
      actual.get(key) === this.values.get(key) ||
      (this.unanswered.has(key) && actual.get(key) === this.unanswered.get(key))
    return [...keys].filter((key) => !isPossible(key)).map((key) => `${key}: ${actual.get(key)}`)
  }
}

/**
 * Writes in parallel to both APIs, with resets between, kills the process at a random moment, starts it again on the same data
 * directory, and compares: every acknowledged change is there, and nothing that was never asked for.
 *
 * @returns how many changes were acknowledged
 */
export async function killRounds(t: Test, rounds: number): Promise<number> {
  const { start } = await program(t)
  const dataDir = await temporaryFolder(t)
  const words = ['--port', '0', '--json', '--fixtures', 'empty', '--data-dir', dataDir]
  let ledger = new Ledger()
  let acknowledged = 0
  for (let round = 0; round <= rounds; round++) {
    const running = start(words)
    const url = await running.ready
    const actual = await recordsOf(url)
    t.strictSame(ledger.differences(actual), [], `round ${round}: what was acknowledged is there, and nothing else`)
    ledger = new Ledger()
    for (const [key, value] of actual) ledger.values.set(key, value)
    const writing = write(url, round, ledger)
    await sleep(Math.random() * LONGEST_ROUND)
    running.process.kill('SIGKILL')
    await writing
    await running.ended
    acknowledged += ledger.acknowledged
  }
  return acknowledged
}

/** Goes on until the server is gone. */
async function write(url: string, round: number, ledger: Ledger): Promise<void> {
  try {
    for (let turn = 0; ; turn++) {
      const writers = Array.from({ length: WRITERS }, (_, i) => writeSome(url, `r${round}t${turn}w${i}`, ledger))
      const ended = await Promise.allSettled(writers)
      for (const each of ended) if (each.status === 'rejected') throw each.reason
      if (turn % 4 === 3) await reset(url, ledger)
    }
  } catch (error) {
    // fetch throws a TypeError where the connection breaks; an answer that should not be is an Error.
    if (!(error instanceof TypeError)) throw error
  }
}

async function writeSome(url: string, name: string, ledger: Ledger): Promise<void> {
  for (let i = 0; i < CHANGES_IN_A_ROW; i++) {
    const key = `${name}-${i}`
    if (i % 2 === 0) await writeAtrium(url, `atrium ${key}`, ledger)
    else await writeAtms(url, `atms ${key}`, ledger)
  }
}

async function writeAtrium(url: string, identifier: string, ledger: Ledger): Promise<void> {
  const send = async (method: string, path: string, metadata: string | undefined) => {
    ledger.unanswered.set(identifier, metadata)
    const body = metadata === undefined ? null : JSON.stringify({ user: { identifier, metadata } })
    const answer = await expectOk(await fetch(url + path, { method, headers: json, body }))
    ledger.acknowledge(identifier, metadata)
    return answer
  }
  const { user } = JSON.parse(await send('POST', '/users', 'first'))
  await send('PUT', `/users/${user.guid}`, 'second')
  if (identifier.endsWith('2')) await send('DELETE', `/users/${user.guid}`, undefined)
}

async function writeAtms(url: string, Username: string, ledger: Ledger): Promise<void> {
  const path = `/api/Users/${encodeURIComponent(Username)}`
  const send = async (method: string, to: string, value: string | undefined, DisplayName?: string) => {
    ledger.unanswered.set(Username, value)
    const body =
      DisplayName === undefined ? null : JSON.stringify({ Username, DisplayName, UserGroupName: 'Operators' })
    await expectOk(await fetch(url + to, { method, headers: json, body }))
    ledger.acknowledge(Username, value)
  }
  await send('POST', '/api/Users', 'first false', 'first')
  await send('PUT', path, 'second false', 'second')
  await send('PUT', `${path}/disable`, 'second true')
  if (Username.endsWith('3')) await send('DELETE', path, undefined)
}

async function reset(url: string, ledger: Ledger): Promise<void> {
  ledger.isResetUnanswered = true
  await expectOk(await fetch(`${url}/__admin/reset`, { method: 'POST' }))
  ledger.isResetUnanswered = false
  ledger.values.clear()
}

async function recordsOf(url: string): Promise<Map<string, string>> {
  const { atrium, atms } = JSON.parse(await expectOk(await fetch(`${url}/__admin/state`)))
  return new Map<string, string>([
    ...atrium.users.map(({ identifier, metadata }: Record<string, string>) => [identifier, metadata]),
    ...atms.users.map((user: Record<string, unknown>) => [
      user['Username'],
      `${user['DisplayName']} ${user['IsAccountDisabled']}`
    ])
  ])
}

async function expectOk(response: Response): Promise<string> {
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text}`)
  return text
}
