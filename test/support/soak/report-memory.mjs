// Loaded into a server before its program: on SIGUSR2, it collects garbage and writes its memory to standard error, as one line of JSON.
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

process.on('SIGUSR2', () => {
  // The second time, what finalizers of the first have released.
  collect()
  setImmediate(() => {
    collect()
    const { heapUsed, external, rss } = process.memoryUsage()
    const spaces = getHeapSpaceStatistics().map((space) => [space.space_name, space.space_used_size])
    process.stderr.write(`${JSON.stringify({ memory: { heapUsed, external, rss, ...Object.fromEntries(spaces) } })}\n`)
  })
})
