import { rename } from 'node:fs/promises'
import { sleep } from '../timers.ts'

/** Windows cannot replace a file while a virus scanner or an editor has it open. */
const IN_USE = ['EPERM', 'EACCES', 'EBUSY']
const ATTEMPTS = 20
/** In milliseconds. */
const RETRY_AFTER = 50

/** Renames a file over another one. @throws the error of the file system */
export async function replaceFile(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to)
    } catch (error) {
      const isTransient = process.platform === 'win32' && IN_USE.includes(String((error as NodeJS.ErrnoException).code))
      if (!isTransient || attempt === ATTEMPTS) throw error
      await sleep(RETRY_AFTER)
    }
  }
}
