import { createWriteStream, existsSync, rmSync } from 'node:fs'
import { readlink, realpath, stat } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Api } from '../api/define-api.ts'
import { apis } from '../apis/index.ts'
import { replaceFile } from '../common/files/replace-file.ts'
import { writeInParts } from '../common/files/write-file.ts'
import { RandomStreams } from '../common/random.ts'
import { countName } from '../fixtures/fixture-set.ts'
import { listsText } from '../fixtures/fixture-text.ts'
import { madeUpPerson } from '../fixtures/made-up-people.ts'
import { Count, GenerateOptions } from '../options/command-options.ts'
import { withApiOptions } from '../options/options.ts'
import { command, type Terminal } from './command.ts'

/** The option for the number of records has the name that the control API counts them by. */
const countOption = ({ name, mainList, lists }: Api): string => countName(name, mainList, lists[mainList])
const labelOf = ({ lists, mainList, title }: Api): string => lists[mainList]?.label ?? `${title} ${mainList}`
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
    const isFile = await write(listsText(apis, Object.fromEntries(lists)), file, terminal)
    // A pipe may be the standard output, which must hold only the fixture.
    const report = isFile ? terminal.out : terminal.err
    report(`${file}: ${[...counts].map(([api, count]) => `${count} ${labelOf(api)}`).join(', ')}\n`)
    return 0
  }
})

/**
 * Replaces an existing file only once the new one is complete. Writes directly to anything else, such as a pipe.
 *
 * @returns whether the target is a regular file
 */
async function write(text: Iterable<string>, file: string, { interrupted }: Terminal): Promise<boolean> {
  const target = await targetOf(file)
  const stats = await stat(target).catch(() => undefined)
  if (stats?.isDirectory() || file.endsWith('/') || file.endsWith(sep))
    throw new Error(`${file} is a directory: expected a file`)
  if (stats !== undefined && !stats.isFile()) {
    await pipeline(text, createWriteStream(target))
    return false
  }
  const temporary = `${target}.tmp`
  if (!existsSync(dirname(target))) throw new Error(`${file}: no such directory: ${dirname(target)}`)
  interrupted.then(() => rmSync(temporary, { force: true }))
  await writeInParts(temporary, text, undefined, 0o666)
  await replaceFile(temporary, target)
  return true
}

/** Resolves symbolic links, even if their target does not exist yet. */
async function targetOf(file: string): Promise<string> {
  const link = await readlink(file).catch(() => undefined)
  return realpath(file).catch(() => (link === undefined ? file : resolve(dirname(file), link)))
}

/** Shows the progress on a terminal, in steps of one percent. */
function progress(total: number, { showsProgress, err }: Terminal): () => void {
  let made = 0
  return () => {
    made++
    const percent = Math.floor((made / total) * 100)
    const isStep = percent > Math.floor(((made - 1) / total) * 100)
    if (showsProgress && isStep) err(`\rgenerating ${percent} %${made === total ? '\n' : ''}`)
  }
}
