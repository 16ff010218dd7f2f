import { createHook } from 'node:async_hooks'

/**
 * One of the objects that `process.nextTick` queues, for as long as it is held.
 *
 * A full garbage collection that finds none of them, as it does in a server that was idle for eight seconds, takes their hidden
 * class away, and Node 20 never gets over it: a tick takes it ten times as long then, and an answer a fifth longer. While one is
 * held, the class stays. Node 24 does not need it.
 */
export function tickShape(): object | undefined {
  let shape: object | undefined
  const hook = createHook({
    init(_id, _type, _trigger, resource) {
      shape = resource
    }
  })
  hook.enable()
  process.nextTick(() => undefined)
  hook.disable()
  return shape
}
