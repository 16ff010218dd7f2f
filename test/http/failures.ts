import type { Sandbox } from '../../src/sandbox/sandbox.ts'

/** A mock that can be damaged. */
export interface Served {
  readonly url: string
  readonly sandbox: Sandbox
  /** Whether the APIs fail to render errors, or to read paths. */
  readonly broken: { renders: boolean; routes: boolean }
  readonly failures: readonly Error[]
}

/** A request during which the mock fails. */
export interface Failure {
  readonly what: string
  readonly call: string
  readonly headers?: readonly string[]
  readonly body?: string
  readonly stub?: object
  /** @returns a function that repairs the damage */
  readonly damage?: (mock: Served) => () => void
  /** Whether the response has begun before the error. */
  readonly isCut?: boolean
}

function fail(): never {
  throw new Error('thrown by the test')
}

/** Replaces a method, from its nth call on. */
function breaking<T extends object>(target: T, name: keyof T & string, nth = 1): () => void {
  const original = target[name] as (...args: unknown[]) => unknown
  let calls = 0
  const value = (...args: unknown[]): unknown => (++calls >= nth ? fail() : original.apply(target, args))
  Object.defineProperty(target, name, { value, configurable: true, writable: true })
  return () => Object.defineProperty(target, name, { value: original, configurable: true, writable: true })
}

/** Makes the state unreadable. */
function hidingState({ sandbox }: Served): () => void {
  Object.defineProperty(sandbox, 'state', { get: fail, configurable: true })
  return () => Reflect.deleteProperty(sandbox, 'state')
}

const breakingRoutes = ({ broken }: Served): (() => void) => {
  broken.routes = true
  return () => {
    broken.routes = false
  }
}
const breakingErrors = ({ broken }: Served): (() => void) => {
  broken.renders = true
  return () => {
    broken.renders = false
  }
}

const request = { urlPattern: '/.*' }
const stubbed = (response: object): object => ({ request, response })
const dribble = { chunkedDribbleDelay: { numberOfChunks: 3, totalDuration: 3 } }
const emulate = { transformers: ['emulate'] }
const journal = (name: 'add' | 'recordResponse') => (mock: Served) => breaking(mock.sandbox.journal, name)
const pauses = (nth?: number) => (mock: Served) => breaking(mock.sandbox.pauses, 'start', nth)
const random = (mock: Served) => breaking(mock.sandbox.random, 'next')
const clock = (name: 'monotonic' | 'requestId') => (mock: Served) => breaking(mock.sandbox.clock, name)
const change = (mock: Served) => breaking(mock.sandbox, 'change')

/** Errors inside the mock: in the journal, in stubs, in the control API, and in the rendering of errors. */
export const FAILURES: readonly Failure[] = [
  ...['GET /users', 'GET /nothing', 'GET /docs', 'GET /docs/nothing', 'GET /', 'GET /__admin/mappings'].flatMap(
    (call) => [
      { what: `${call} without a state`, call, damage: hidingState },
      { what: `${call} without a clock`, call, damage: clock('monotonic') },
      { what: `${call} without ids`, call, damage: clock('requestId') },
      { what: `${call} without a path`, call, damage: breakingRoutes }
    ]
  ),
  ...[
    'POST /users',
    'POST /api/Users',
    'POST /nothing',
    'POST /__admin/mappings',
    'POST /__admin/reset',
    'PUT /__admin/state'
  ].flatMap((call) => [
    { what: `${call} without a state`, call, body: '{}', damage: hidingState },
    { what: `${call} without a log`, call, body: '{}', damage: change },
    { what: `${call} without a clock`, call, body: '{}', damage: clock('monotonic') }
  ]),
  ...['GET /users/none', 'POST /users', 'GET /api/Users/none', 'PATCH /api/Users', 'GET /users/%zz'].map((call) => ({
    what: `${call}, an error that cannot be rendered`,
    call,
    body: call.startsWith('POST') ? '{' : '',
    damage: breakingErrors
  })),
  ...['GET /users', 'POST /users', 'GET /api/Users'].flatMap((call) => [
    {
      what: `${call} not added to the journal`,
      call,
      body: call.startsWith('POST') ? '{}' : '',
      damage: journal('add')
    },
    { what: `${call} whose response is not recorded`, call, damage: journal('recordResponse') },
    {
      what: `${call} whose stub is not recorded`,
      call,
      stub: stubbed({ status: 200 }),
      damage: journal('recordResponse')
    }
  ]),
  ...[{}, emulate].flatMap((how) => {
    const words = how === emulate ? 'with emulate' : 'of a stub'
    const call = 'GET /users'
    return [
      { what: `a delay ${words}`, call, stub: stubbed({ ...how, fixedDelayMilliseconds: 1 }), damage: pauses() },
      {
        what: `a random delay ${words}`,
        call,
        stub: stubbed({ ...how, delayDistribution: { type: 'uniform', lower: 1, upper: 2 } }),
        damage: random
      },
      { what: `a fault ${words}`, call, stub: stubbed({ ...how, fault: 'RANDOM_DATA_THEN_CLOSE' }), damage: random },
      { what: `the first piece ${words}`, call, stub: stubbed({ ...how, ...dribble }), damage: pauses(), isCut: true },
      { what: `a later piece ${words}`, call, stub: stubbed({ ...how, ...dribble }), damage: pauses(2), isCut: true }
    ]
  })
]
