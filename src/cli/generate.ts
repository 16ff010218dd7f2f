import { createWriteStream, existsSync, rmSync } from 'node:fs'
import { readlink, realpath, rename, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { writeInParts } from '../common/files/write-file.ts'
import { fixtureText } from '../fixtures/fixture-text.ts'
import { GenerateOptions } from '../options/options.ts'
import { command, type Terminal } from './command.ts'

/** Writes a fixture of made-up users: as many as asked for, streamed to disk. */
export const generate = command({
  words: '',
  count: [0, 0],
  description: 'write a fixture of made-up users',
  options: GenerateOptions,
  async run({ atriumUsers, atmsUsers, seed, out: file }, _words, terminal) {
    // A large library, which only this command needs.
    const { madeUpUsers } = await import('./made-up-users.ts')
    const lists = madeUpUsers({ atriumUsers, atmsUsers, seed, onUser: progress(atriumUsers + atmsUsers, terminal) })
    const isFile = await write(fixtureText(lists), file, terminal)
    // A pipe may be the standard output.
    const tell = isFile ? terminal.out : terminal.err
    tell(`${file}: ${atriumUsers} Atrium users, ${atmsUsers} ATMS users\n`)
    return 0
  }
})

/**
 * What is there stays as it is until all of the other is written; what is no file, such as a pipe, is written to.
 *
 * @returns whether it is a file now
 */
async function write(text: Iterable<string>, file: string, { asked }: Terminal): Promise<boolean> {
  const target = await targetOf(file)
  const stats = await stat(target).catch(() => undefined)
  if (stats?.isDirectory() || file.endsWith('/')) throw new Error(`${file} is a folder: expected a file to write`)
  if (stats !== undefined && !stats.isFile()) {
    await pipeline(text, createWriteStream(target))
    return false
  }
  const temporary = `${target}.tmp`
  if (!existsSync(dirname(target))) throw new Error(`${file}: there is no folder ${dirname(target)}`)
  asked.then(() => rmSync(temporary, { force: true }))
  await writeInParts(temporary, text)
  await rename(temporary, target)
  return true
}

/** What a link points to, even where that is not there yet. */
async function targetOf(file: string): Promise<string> {
  const link = await readlink(file).catch(() => undefined)
  return realpath(file).catch(() => (link === undefined ? file : resolve(dirname(file), link)))
}

/** Shows a person how far it has come, in steps of a hundredth. */
function progress(total: number, { isInteractive, err }: Terminal): () => void {
  let made = 0
  return () => {
    made++
    const percent = Math.floor((made / total) * 100)
    const isStep = percent > Math.floor(((made - 1) / total) * 100)
    if (isInteractive && isStep) err(`\rgenerating ${percent} %${made === total ? '\n' : ''}`)
  }
}
