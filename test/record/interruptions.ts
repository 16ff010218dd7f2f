import { existsSync } from 'node:fs'
import { appendFile, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { NEEDS_SIGNALS } from '../support/platform.ts'
import { program } from '../support/program.ts'
import { dataIn, leaks } from './originals.ts'
import { accountOf, fill, recordsFor, serviceFor, userOf } from './service.ts'

const API = ['--api', 'atrium']
const PAGE = (n: number): string => `/users?page=${n}&records_per_page=100`

/** A recording that stops continues where it was. */
export async function interruptions(t: Test): Promise<void> {
  t.test('SIGINT', NEEDS_SIGNALS, async (t) => {
    const service = await serviceFor(t)
    fill(service, 450)
    const { record, file, log, folder, environment } = await recordsFor(t, service)
    const whole = join(folder, 'whole.json')
    t.match(await record([...API, '--out', whole]), { code: 0 }, 'without an interruption')
    const { start } = await program(t)
    service.requests.length = 0
    const reached = new Promise<void>((resolve) => {
      service.intercept = (target) => {
        if (target !== PAGE(4)) return false
        resolve()
        return true
      }
    })
    const words = ['record', '--from', service.url, ...API, '--out', file]
    const running = start(words, undefined, undefined, environment)
    await reached
    running.process.kill('SIGINT')
    t.equal(await running.ended, 130, 'the exit code')
    t.match(running.output.err, `interrupted: 3 pages are in ${log}. Run the same command again to continue\n`)
    t.notOk(existsSync(file), 'no result yet')
    t.equal((await stat(log)).mode & 0o777, 0o600, 'only the owner can read the file of the unfinished recording')
    const text = await readFile(log, 'utf8')
    const pages = text.trim().split('\n').slice(1)
    const recorded = pages.flatMap((page) => [...dataIn(JSON.parse(page).records)])
    t.strictSame(leaks([...dataIn(service.users)], recorded), [], 'no original text in it')
    t.notMatch(text, /127\.0\.0\.1|secret/, 'no address and no credentials in it')

    const other = await record([...API, '--keep', 'identifier'])
    t.match(other, { code: 1, err: /belongs to an unfinished recording with another key or other options/ })
    // A line that was cut off, as by a crash of the machine.
    await appendFile(log, '{"api":"atrium","list":"users","page":4,"rec')
    service.requests.length = 0
    service.intercept = () => false
    t.match(await record(API), { code: 0, err: /450 records on 5 pages, 3 of them read before/ }, 'continued')
    t.strictSame(service.requests, [PAGE(4), PAGE(5)], 'finished pages are not read again')
    t.equal(await readFile(file, 'utf8'), await readFile(whole, 'utf8'), 'the same result')
    t.notOk(existsSync(log), 'nothing is left behind')
  })

  t.test('a service that fails, or limits the rate of requests', async (t) => {
    const service = await serviceFor(t)
    fill(service, 250)
    const { record, log } = await recordsFor(t, service)
    let limited = 0
    service.intercept = (target, response) => {
      if (target !== PAGE(2) || limited++ >= 2) return false
      response.writeHead(429, { 'Retry-After': '0' }).end()
      return true
    }
    const { code, err } = await record([...API, '--pause', '1'], { showsProgress: true })
    t.equal(code, 0, 'repeated')
    t.equal(err.match(/limits the rate of requests \(status 429\)/g)?.length, 2, 'it says so')
    t.match(err, '\rAtrium users: page 1 of 3', 'the progress')
    service.intercept = (target, response) =>
      target === PAGE(3) && response.writeHead(500).end('person1@partner.example').writableEnded
    const failed = await record(API)
    t.match(failed, { code: 1, err: /the service responded 500\. Run the same command again later/ }, 'a failure')
    t.match(failed.err, `not finished: 2 pages are in ${log}.`, 'how to continue')
    service.intercept = (target, response) => target === PAGE(2) && response.writeHead(500).end().writableEnded
    t.match((await record([...API, '--force'])).err, `not finished: 1 page is in ${log}.`, 'a single page')
    t.notMatch(failed.err, 'person1', 'the message quotes nothing')
    service.requests.length = 0
    service.intercept = () => false
    t.match(await record([...API, '--force']), { code: 0 }, '--force starts over')
    t.equal(service.requests.length, 3, 'all pages')
  })

  t.test('a list that changes while it is read', async (t) => {
    const service = await serviceFor(t)
    const { record, file } = await recordsFor(t, service)
    const isChanged = /Atrium users changed while they were read, so some may be missing: (.*)\. Record again/
    const changed = async (change: () => void): Promise<string | undefined> => {
      fill(service, 250)
      service.intercept = (target) => {
        if (target === PAGE(2)) change()
        return false
      }
      const { err, code } = await record(API)
      t.equal(code, 0, 'recorded')
      return isChanged.exec(err)?.[1]
    }
    const users = () => service.users
    t.equal(await changed(() => {}), undefined, 'no change')
    const moved = 'were listed twice, and the service reported 250'
    t.equal(await changed(() => users().shift()), `0 ${moved}, then 249 records`, 'a user was removed')
    t.equal(await changed(() => users().unshift(users()[249])), `1 ${moved}, then 251 records`, 'a user was added')
    t.equal(JSON.parse(await readFile(file, 'utf8')).atrium.users.length, 250, 'each user once')
    t.equal(await changed(() => users().unshift(users().pop())), `1 ${moved} records`, 'a user moved')
    t.equal(await changed(() => users().splice(90)), `0 ${moved} records`, 'fewer pages')

    service.intercept = () => false
    service.accounts = [accountOf(1), accountOf(1)]
    const { err } = await record(['--api', 'atms'])
    t.match(err, 'ATMS users changed while they were read, so some may be missing: 1 were listed twice. Record')

    fill(service, 250)
    service.intercept = (target, response) => target === PAGE(2) && response.writeHead(500).end().writableEnded
    t.match(await record(API), { code: 1 }, 'a failure')
    users().unshift(userOf(250))
    service.intercept = () => false
    t.equal(isChanged.exec((await record(API)).err)?.[1], `1 ${moved}, then 251 records`, 'after an interruption')
  })
}
