import { copyFile, link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Static, Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { otherThanFile } from '../../common/files/kind-of-file.ts'
import { FILES } from './file-names.ts'
import { ProvenanceOne } from './format.ts'

/** The saved state of version one, whose files are in the data directory itself: there was only one. */
export type VersionOneState = Static<typeof ProvenanceOne>

/** @returns `unreadable` if there is a state file whose `$mock` cannot be read; `undefined` if there is none */
export async function findVersionOne(root: string): Promise<VersionOneState | 'unreadable' | undefined> {
  try {
    const provenance = await provenanceIn(join(root, FILES.state))
    return Check(ProvenanceOne, provenance) ? provenance : 'unreadable'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : 'unreadable'
  }
}

/** `$mock` is one line at the start of the file, as the server writes it; the file may be large. */
const MOCK_LINE = /^\s*"\$mock": (\{.*\}),\r?$/m
const START = 64 * 1024

const Document = Type.Object({ $mock: Type.Unknown() })

async function provenanceIn(file: string): Promise<unknown> {
  const other = otherThanFile(await stat(file))
  if (other !== undefined) throw new Error(`${file} is ${other}`)
  const handle = await open(file)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(START), 0, START, 0).finally(() => handle.close())
  const [, json] = MOCK_LINE.exec(buffer.toString('utf8', 0, bytesRead)) ?? []
  if (json !== undefined) return JSON.parse(json)
  const document: unknown = JSON.parse(await readFile(file, 'utf8'))
  return Check(Document, document) ? document.$mock : undefined
}

/**
 * Puts the files of version one into a folder for the state of their fixture set. The folder is created atomically. A process
 * that is killed before that leaves the old files unchanged; one that is killed later leaves both, with the same store id.
 */
export async function copyVersionOne(root: string, directory: string): Promise<void> {
  const temporary = join(dirname(directory), `.${basename(directory)}.new`)
  await rm(temporary, { recursive: true, force: true })
  try {
    await mkdir(join(temporary, FILES.copies), { recursive: true })
    const entries = await readdir(join(root, FILES.copies), { withFileTypes: true }).catch(() => [])
    const copies = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
    await linkOrCopy(join(root, FILES.state), join(temporary, FILES.state))
    await linkOrCopy(join(root, FILES.log), join(temporary, FILES.log)).catch(ignoreMissing)
    for (const name of copies) await linkOrCopy(join(root, FILES.copies, name), join(temporary, FILES.copies, name))
    // A start that was killed may have left a folder without a state.
    await rm(directory, { recursive: true, force: true })
    await rename(temporary, directory)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  }
}

/** Removes the files of version one. The state file is removed last, because the next start uses it to find the others. */
export async function removeVersionOne(root: string): Promise<void> {
  for (const name of [FILES.log, `${FILES.log}.tmp`, `${FILES.state}.tmp`]) await rm(join(root, name), { force: true })
  await rm(join(root, FILES.copies), { recursive: true, force: true })
  await rm(join(root, FILES.state), { force: true })
}

/** Links are safe, because the server replaces these files and never writes them in place. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  // Not every file system has hard links.
  await link(from, to).catch(() => copyFile(from, to))
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
