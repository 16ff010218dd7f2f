import { rename } from 'node:fs/promises'
import { GenerateOptions } from '../config.ts'
import { writeInParts } from '../disk/write-file.ts'
import { fixtureText } from '../store/fixture-text.ts'
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
    await writeInParts(`${file}.tmp`, fixtureText(lists))
    await rename(`${file}.tmp`, file)
    terminal.out(`${file}: ${atriumUsers} Atrium users, ${atmsUsers} ATMS users\n`)
    return 0
  }
})

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
