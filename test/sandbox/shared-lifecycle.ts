import type { Test } from 'tap'
import { Directory } from '../../src/log/nats/directory.ts'
import { Lifecycle } from '../../src/log/nats/lifecycle.ts'
import { WrongSequence } from '../../src/log/nats/publisher.ts'

const NEW = { fixtures: { name: 'f', sha256: '0' }, files: '0' }

/** Two replicas with a subject in memory. Both know what is stored. */
function replicas() {
  const directories = [new Directory(), new Directory()] as const
  const changes: string[] = []
  let sequence = 0
  let last = 0
  let isLost = false
  const channel = {
    async store(subject: string, body: string, { expected = last, id = '' } = {}) {
      if (expected !== last) throw new WrongSequence()
      const name = subject.slice('changes.'.length)
      last = ++sequence
      const message = JSON.parse(body)
      for (const [i, each] of directories.entries())
        if (each.take(name, { sequence, id }, message)) changes.push(`${i + 1}: ${message.kind}`)
      if (isLost) throw new WrongSequence('the acknowledgement was lost, and so this was tried again')
      return sequence
    },
    async settle() {}
  }
  const journals = { async begin() {}, discard() {}, discardAll() {} }
  const [one, other] = directories.map((each) => new Lifecycle(channel, each, { async removeAll() {} }, journals))
  if (one === undefined || other === undefined) throw new Error('no replicas')
  return {
    one,
    other,
    changes,
    loseAcknowledgements() {
      isLost = true
    }
  }
}

/** Creating and dropping sandboxes that several servers share. */
export async function sharedLifecycle(t: Test): Promise<void> {
  t.test('one of several replicas has created a sandbox, and one has dropped it', async (t) => {
    const { one, other, changes } = replicas()
    const create = (replica: Lifecycle) => replica.create('s', NEW, 9)
    t.strictSame((await Promise.all([create(one), create(other), create(one)])).sort(), ['created', 'exists', 'exists'])
    t.strictSame(changes.splice(0), ['1: base', '2: base'], 'each replica learns of it')
    const drops = await Promise.all([one.drop('s'), other.drop('s'), one.drop('s')])
    t.strictSame(drops.sort(), [false, false, true])
    t.strictSame(changes, ['1: dropped', '2: dropped'], 'each replica learns of that')
  })

  t.test('a replica knows what it has done even if the acknowledgement was lost', async (t) => {
    const { one, other, loseAcknowledgements } = replicas()
    loseAcknowledgements()
    t.equal(await one.create('s', NEW, 9), 'created')
    t.equal(await other.create('s', NEW, 9), 'exists')
    t.equal(await other.drop('s'), true, 'dropped')
    t.equal(await one.drop('s'), false, 'there is none')
  })

  t.test('a sandbox that replaces one whose removal was missed is a change', async (t) => {
    const directory = new Directory()
    const base = { kind: 'base', documents: 0, revision: 0, last: 0, created: 1, ...NEW } as const
    const take = (sequence: number, scope: string) => directory.take('s', { sequence, id: '' }, { ...base, scope })
    t.strictSame([take(1, 's/1'), take(2, 's/1'), take(5, 's/2'), take(6, 's/2')], [true, false, true, false])
    t.equal(directory.placeOf('s'), 1, 'it is the only one')
  })

  t.test(
    'a sandbox of which nothing is stored any more is forgotten, unless it is newer than what is known',
    async (t) => {
      const directory = new Directory()
      const base = { kind: 'base', documents: 0, revision: 0, last: 0, created: 1, ...NEW } as const
      for (const [i, name] of ['stored', 'lost', 'newer'].entries())
        directory.take(name, { sequence: i + 5, id: '' }, { ...base, scope: `${name}/1` })
      t.strictSame(
        directory.forgetLost((name) => name === 'stored', 6),
        ['lost']
      )
      t.strictSame([...directory.sandboxes.keys()], ['stored', 'newer'], 'the others')
      t.equal(directory.lastSequence('lost'), 0, 'it can be created again')
    }
  )
}
