import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root folder of the package: the nearest parent of this file, in `src` or `dist`, that has a `package.json`. */
export const packageRoot = rootOf(fileURLToPath(import.meta.url))

function rootOf(path: string): string {
  const folder = dirname(path)
  return existsSync(join(folder, 'package.json')) ? folder : rootOf(folder)
}

/** The version of this program. */
export const readVersion = (): string => JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version
