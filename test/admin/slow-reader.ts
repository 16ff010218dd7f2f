import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { Test } from 'tap'
import { MemoryBudget } from '../../src/common/memory-budget.ts'
import { BusyWindow } from '../../src/control/events/busy-window.ts'
import { EventBuffer } from '../../src/control/events/event-buffer.ts'
import { EventReader } from '../../src/control/events/event-reader.ts'

const LONG = `/${'x'.repeat(12_000)}`

/** A response whose connection accepts data only when the test says so. */
function slowResponse() {
  let text = ''
  let accepted: () => void = () => {}
  const socket = new Duplex({
    read() {},
    write(chunk, _encoding, done) {
      text += chunk
      accepted = done
    }
  })
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  response.assignSocket(socket as Socket)
  socket.on('drain', () => response.emit('drain'))
  return { response, written: () => text, accept: () => accepted() }
}

/** Servers that are too busy for their readers, readers of events that are too slow, and the memory that events take. */
export async function slowReader(t: Test): Promise<void> {
  t.test('a busy server sends the first events of two seconds, and says later that others are missing', async (t) => {
    let ends = 0
    const ended = new Promise<void>((done) => {
      const window = new BusyWindow(() => {
        ends++
        done()
      })
      const taken = (now: number) => Array.from({ length: 3000 }, () => window.takes(now)).filter(Boolean).length
      t.equal(taken(1000), 2400, 'the first window')
      t.equal(taken(2999), 0, 'just before its end')
      t.equal(taken(3000), 2400, 'the next window')
    })
    const alive = setInterval(() => {}, 1000)
    t.teardown(() => clearInterval(alive))
    await ended
    t.equal(ends, 1, 'the end of a window is reported')
  })

  t.test('a reader that does not read takes little memory, and learns that it missed events', async (t) => {
    const buffer = new EventBuffer('e', () => {})
    const { response, written, accept } = slowResponse()
    const reader = new EventReader(response, {}, buffer, undefined)
    const update = (count: number): void => {
      for (let i = 0; i < count; i++) buffer.add('request', JSON.stringify({ url: LONG }), i)
      buffer.store(0)
      reader.update()
    }
    const acceptUntil = async (text: string): Promise<void> => {
      while (!written().includes(text)) {
        accept()
        await setImmediate()
      }
    }
    update(1)
    await acceptUntil(`${LONG}"}\n\n`)
    for (let i = 0; i < 40; i++) update(50)
    reader.beat()
    t.ok(response.writableLength < 100_000, `${response.writableLength} bytes wait`)
    t.notMatch(written(), /resync/, 'nothing more is written')
    t.equal(buffer.hasAllAfter(buffer.newest - 80), true, 'the newest events')
    t.equal(buffer.hasAllAfter(10), false, 'older ones')
    await acceptUntil('too many events')
    t.match(written(), new RegExp(`id: e-${buffer.newest}\nevent: resync\ndata: .*too many events`), 'it missed some')
    update(1)
    await acceptUntil(`id: e-${buffer.newest}\nevent: request`)
    t.pass('it goes on')
    reader.end(': end\n\n')
    reader.beat()
    reader.end(': again\n\n')
  })

  t.test('the oldest events are evicted to save memory', (t) => {
    const budget = new MemoryBudget(5000)
    const buffer = new EventBuffer('e', (spender, bytes) => {
      budget.spend(spender, bytes)
      budget.enforce()
    })
    const add = (count: number, at: number): void => {
      for (let i = 0; i < count; i++) buffer.add('request', JSON.stringify({ i }), at)
      buffer.store(at)
    }
    add(10, 0)
    t.equal(buffer.hasAllAfter(0), true, 'before')
    for (let i = 1; i < 20; i++) add(5, i)
    t.equal(buffer.hasAllAfter(0), false, 'after')
    t.equal(buffer.hasAllAfter(buffer.newest - 20), true, 'the newest')
    t.match(
      String(buffer.after(buffer.newest - 7)?.bytes),
      /^id: e-99\n/,
      'from the middle of what was stored together'
    )
    t.equal(buffer.after(buffer.newest), undefined, 'none')
    t.equal(buffer.after(0), undefined, 'an evicted one')
    t.ok(budget.report().bodies <= 5000, 'the budget')
    buffer.clear()
    t.equal(budget.report().bodies, 0, 'all memory is given back')
    t.end()
  })
}
