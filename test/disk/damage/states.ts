import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { type Damage, flip, type Images, rejectedUnlessFresh, STATE } from './images.ts'

/** Saved states that are damaged. */
export async function damagedStates(t: Test, images: Images): Promise<void> {
  const rows: Damage[] = [
    [
      'a state that is a folder',
      /state\.json is a folder, not a saved state\. Nothing was changed: .*--fresh/,
      async (image) => {
        await rm(join(image, STATE))
        await mkdir(join(image, STATE))
      }
    ],
    [
      'a flipped bit in $mock',
      /state\.json: \$mock is missing, damaged or was edited\. Nothing was changed: .*--fresh/,
      async (image) => flip(join(image, STATE), (await readFile(join(image, STATE))).indexOf('"revision":') + 11)
    ],
    [
      'a state of a newer version',
      /state\.json was written by a newer atrium-atms-mock \(format 7, .*--fresh/,
      async (image) => {
        const text = await readFile(join(image, STATE), 'utf8')
        await writeFile(join(image, STATE), text.replace('"version":3', '"version":7'))
      }
    ],
    [
      'invalid UTF-8 in the state',
      /state\.json: not valid UTF-8 in line \d+: save it as UTF-8\nNothing was changed: .*--fresh/,
      async (image) => {
        const text = await readFile(join(image, STATE), 'latin1')
        await writeFile(join(image, STATE), text.replace('amara', 'am\xffra'), 'latin1')
      }
    ],
    [
      'half a state',
      /state\.json: invalid JSON in line \d+, column \d+: .*\nNothing was changed: .*--fresh/s,
      (image) => truncate(join(image, STATE), 900)
    ],
    ['an empty state', /state\.json is empty\. Nothing was changed/, (image) => truncate(join(image, STATE))],
    [
      'a flipped byte in a value of the state',
      /state\.json in .* is damaged or was edited\. Nothing was changed: .*--fresh/,
      async (image) => flip(join(image, STATE), (await readFile(join(image, STATE))).indexOf('amara') + 1)
    ],
    [
      'a state that is not JSON',
      /state\.json: invalid JSON in line \d+, column \d+: .*\nNothing was changed: .*--fresh/s,
      (image) => flip(join(image, STATE), 0)
    ]
  ]
  rejectedUnlessFresh(t, images, rows)
}
