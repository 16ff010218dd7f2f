import { appendFile, mkdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { lineOf } from '../../../src/log/file/log-lines.ts'
import { type Damage, flip, type Images, LOG, rejectedUnlessFresh, STATE } from './images.ts'

/** Logs that are damaged, or do not belong to their state. */
export async function damagedLogs(t: Test, images: Images): Promise<void> {
  const { stopped, other, lines } = images
  const [header = ''] = lines
  const append = (image: string, change: object) => appendFile(join(image, LOG), lineOf({ revision: 5, ...change }))
  const rows: Damage[] = [
    [
      'a flipped byte in the log',
      /wal\.ndjson: line 3 is damaged\. Nothing was changed: .*--fresh/,
      (image) => flip(join(image, LOG), lines.slice(0, 2).join('').length + 30)
    ],
    [
      'half a line in the log',
      /line 3 is damaged/,
      (image) => writeFile(join(image, LOG), lines.with(2, String(lines[2]).slice(0, 20)).join('\n'))
    ],
    ['two headers', /line 2 is damaged/, (image) => writeFile(join(image, LOG), [lines[0], ...lines].join('\n'))],
    [
      'a log of a newer version',
      /wal\.ndjson was written by a newer atrium-atms-mock \(format 9, .*--fresh/,
      (image) => writeFile(join(image, LOG), lineOf({ version: 9, store: 's' }))
    ],
    [
      'invalid UTF-8 in the log',
      /line 2 is damaged/,
      (image) => writeFile(join(image, LOG), Buffer.from(`${lines[0]}\n01234567 {"x":"\xff"}\n`, 'latin1'))
    ],
    [
      'a log that is newer than its state',
      /state\.wal\.ndjson in .* belongs to another state\.json\. Nothing was changed: restore the two files/,
      async (image) => writeFile(join(image, LOG), await readFile(join(stopped, LOG)))
    ],
    [
      'a log that was cut off after an orderly stop',
      /wal\.ndjson ends at change 4, but the server stopped at change 7: its end is missing\. Nothing was changed: .*remove it/,
      async (image) =>
        writeFile(
          join(image, LOG),
          [lineOf({ ...JSON.parse(header.slice(9)), closedAt: 7 }), ...lines.slice(1, 5), '']
            .join('\n')
            .replace('\n\n', '\n')
        )
    ],
    ['a flipped byte in the header of the log', /line 1 is damaged/, (image) => flip(join(image, LOG), 12)],
    [
      'a line that is not a record',
      /line 2 is damaged/,
      (image) => writeFile(join(image, LOG), `${lines[0]}\nx\n${lines[1]}\n`)
    ],
    ['an empty log', /wal\.ndjson is empty\. Nothing was changed/, (image) => truncate(join(image, LOG))],
    [
      'a line missing in the log',
      /state\.wal\.ndjson: change 2 is missing\. Nothing was changed: /,
      (image) => writeFile(join(image, LOG), lines.toSpliced(2, 1).join('\n'))
    ],
    [
      'the log of another state',
      /belongs to another state\.json/,
      async (image) => writeFile(join(image, LOG), await readFile(join(other, LOG)))
    ],
    ['a log without its state', /its state\.json is missing/, (image) => rm(join(image, STATE))],
    [
      'an invalid state in the log',
      /invalid state/,
      (image) => append(image, { op: 'state', content: '{"atrium":1}' })
    ],
    [
      'a log that is a folder',
      /state\.wal\.ndjson is a folder, not a log of changes/,
      async (image) => {
        await rm(join(image, LOG))
        await mkdir(join(image, LOG))
      }
    ],
    [
      'a log that is a link to itself',
      /cannot use the data directory .*: ELOOP.*Use another --data-dir/,
      async (image) => {
        await rm(join(image, LOG))
        await symlink('state.wal.ndjson', join(image, LOG))
      }
    ],
    ['an unknown change', /unknown list/, (image) => append(image, { op: 'add', api: 'x', list: 'y', record: {} })]
  ]
  rejectedUnlessFresh(t, images, rows)
}
