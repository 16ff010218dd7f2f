import { cp } from 'node:fs/promises'
import type { Test } from 'tap'
import { temporaryFolder } from './temporary.ts'

/** What a kill at this moment would leave of a data directory: its files, without the socket of the process. */
export async function imageOf(t: Test, directory: string): Promise<string> {
  const image = await temporaryFolder(t)
  await cp(directory, image, { recursive: true, filter: (file) => !file.endsWith('.sock') })
  return image
}
