import { appendFile, mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { type Damage, type Images, rejectedUnlessFresh } from './images.ts'

/** The copy of a fixture set that a reset left behind. */
async function copyIn(directory: string, sha256: string): Promise<string> {
  const folder = join(directory, 'states', 'default', 'reset-to')
  const name = (await readdir(folder)).find((file) => file.startsWith(sha256))
  return join(folder, String(name))
}

/** Copies of fixtures, to which a reset returns. */
export async function damagedCopies(t: Test, images: Images): Promise<void> {
  const { sha256 } = images
  const rows: Damage[] = [
    [
      'half a copy of the fixtures',
      /, the copy of the fixtures 'paging': it is damaged\. Nothing was changed: .*--fresh/,
      async (image) => truncate(await copyIn(image, sha256), 900)
    ],
    [
      'a copy of the fixtures that is a folder',
      /, the copy of the fixtures 'paging': .* is a folder, .*--fresh/,
      async (image) => {
        const file = await copyIn(image, sha256)
        await rm(file)
        await mkdir(file)
      }
    ],
    [
      'copies of fixtures that are a file',
      /reset-to.*, the copy of the fixtures 'paging': it is missing\. Nothing was changed: .*--fresh/,
      async (image) => {
        await rm(join(image, 'states', 'default', 'reset-to'), { recursive: true })
        await writeFile(join(image, 'states', 'default', 'reset-to'), '')
      }
    ],
    [
      'no copy of the fixtures',
      /cannot read .*reset-to.*, the copy of the fixtures 'paging': it is missing\. Nothing was changed: .*--fresh/,
      async (image) => rm(await copyIn(image, sha256))
    ],
    [
      'an edited copy of the fixtures',
      /, the copy of the fixtures 'paging': it is damaged or was edited\. Nothing was changed: .*--fresh/,
      async (image) => appendFile(await copyIn(image, sha256), ' ')
    ]
  ]
  rejectedUnlessFresh(t, images, rows)
}
