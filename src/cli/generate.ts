import type { Api } from '../api/define-api.ts'
import { apis } from '../apis/index.ts'
import { RandomStreams } from '../common/random.ts'
import { countName, countText } from '../fixtures/fixture-set.ts'
import { listsText } from '../fixtures/fixture-text.ts'
import { madeUpPerson } from '../fixtures/made-up-people.ts'
import { Count, GenerateOptions } from '../options/command-options.ts'
import { withApiOptions } from '../options/options.ts'
import { command, type Terminal } from './command.ts'
import { writeOutput } from './write-output.ts'

/** The option for the number of records has the name under which the control API reports that number. */
const countOption = ({ name, mainList, lists }: Api): string => countName(name, mainList, lists[mainList])
const mainListOf = ({ lists, mainList }: Api) => lists[mainList]
const labelOf = (api: Api): string => mainListOf(api)?.label ?? `${api.title} ${api.mainList}`
const options = withApiOptions(
  GenerateOptions,
  apis.map((api) => ({ options: { [countOption(api)]: Count(labelOf(api)) } }))
)

/** Writes a fixture file with generated users. Streams it, so any number of users fits into memory. */
export const generate = command({
  usage: '',
  count: [0, 0],
  description: 'write a fixture file with generated users',
  options,
  examples: ['generate --out users.json', 'generate --seed 7 > users.json'],
  async run({ seed, out: file, ...others }, _args, terminal) {
    const given = new Map<string, unknown>(Object.entries(others))
    const counts = new Map(apis.map((api) => [api, Number(given.get(countOption(api)))]))
    const onRecord = progress(
      [...counts.values()].reduce((sum, count) => sum + count, 0),
      terminal
    )
    const lists = apis.map((api) => {
      const random = new RandomStreams(`made up ${seed}`)
      const person = () => madeUpPerson(() => random.next(api.name))
      return [api.name, api.generate({ count: counts.get(api) ?? 0, seed, person, onRecord })]
    })
    const isFile = await writeOutput(listsText(apis, Object.fromEntries(lists)), file, terminal)
    // Standard output may be the target, also as /dev/stdout, and must contain only the fixture.
    const report = isFile ? terminal.out : terminal.err
    report(
      `${file ?? 'generated'}: ${[...counts].map(([api, count]) => countText(count, labelOf(api), mainListOf(api)?.singular)).join(', ')}\n`
    )
    return 0
  }
})

/** Shows the progress on a terminal, in steps of one percent. */
function progress(total: number, { showsProgress, err }: Terminal): () => void {
  let made = 0
  return () => {
    made++
    const percent = Math.floor((made / total) * 100)
    const isStep = percent > Math.floor(((made - 1) / total) * 100)
    if (showsProgress && isStep) err(`\rgenerating ${percent}%${made === total ? '\n' : ''}`)
  }
}
