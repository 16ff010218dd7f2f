import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the package: what stands beside `src` and `dist`. */
export const packageRoot = fileURLToPath(new URL('..', import.meta.url))

/** The version of this program. */
export const readVersion = (): string => JSON.parse(readFileSync(`${packageRoot}/package.json`, 'utf8')).version
