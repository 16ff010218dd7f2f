import t from 'tap'
import { soak } from '../support/soak/soak.ts'

t.setTimeout(1_800_000)

/** `SOAK_REQUESTS=50000` is the short mode. */
const requests = Number(process.env['SOAK_REQUESTS'] ?? 1_000_000)
const MEBIBYTE = 1024 * 1024
/** Compiled code and what V8 learns about it changes by about this much. */
const TOLERANCE = 3 * MEBIBYTE

t.test('the memory at the end of a soak equals that in the middle', async (t) => {
  const { done, middle, end } = await soak(t, requests)
  t.comment(`${done.requests} requests, ${done.resets} resets, ${done.sandboxes} sandboxes`)
  const parts = Object.entries(end).filter(([part, size]) => size !== middle[part])
  const grown = parts.map(([part, size]) => `${part}: ${middle[part]}, then ${size}`)
  const sizeOf = ({ heapUsed = 0, external = 0 }: typeof end): number => heapUsed + external
  const difference = sizeOf(end) - sizeOf(middle)
  t.comment(
    `${(sizeOf(middle) / MEBIBYTE).toFixed(1)} MiB in the middle, ${(sizeOf(end) / MEBIBYTE).toFixed(1)} at the end`
  )
  t.ok(difference < TOLERANCE, `it has grown by ${(difference / MEBIBYTE).toFixed(1)} MiB`, { grown })
  t.ok(done.resets >= requests / 1000 && done.sandboxes >= requests / 200, 'there were resets and sandboxes')
})
