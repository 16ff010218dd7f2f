import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** Lists the parts of earlier builds, one a line. npm leaves them out of the package. */
const OLD_PARTS = '.npmignore'
/** scripts/types.mjs writes it. */
const TYPES = 'types'
/** The files that programs load first, and the one of them that must be executable. */
const ENTRIES = ['index.cjs', 'index.js', 'main.cjs']
const PROGRAM = 'main.cjs'

/**
 * Replaces the files of a build. Servers that run from the folder load some parts only when they need them, so the parts of the build
 * before stay until the build after next. Each file is written next to its place and renamed, the entries last: a process that starts meanwhile
 * finds a complete build. Builds of several processes do not disturb each other, and the next build completes one that was killed.
 *
 * @param files their contents by path
 */
export function replaceBuild(folder, files) {
  const startedAt = Date.now()
  const old = oldParts(folder)
  const present = pathsIn(folder).filter((path) => !files.has(path))
  const isSame = [...files].every(([path, content]) => isCurrent(join(folder, path), content))
  // Parts that no build has listed yet: those of the last build, or of one that was killed.
  const unlisted = present.filter((path) => !old.includes(path))
  if (isSame && unlisted.length === 0) return
  const paths = [...files.keys()]
  const parts = paths.filter((path) => !ENTRIES.includes(path))
  const entries = paths.filter((path) => ENTRIES.includes(path))
  if (!isSame) for (const path of [...parts, ...entries]) replaceFile(join(folder, path), files.get(path))
  const kept = isSame ? present : unlisted
  if (kept.length > 0) replaceFile(join(folder, OLD_PARTS), kept.map((path) => `/${path}\n`).join(''))
  else rmSync(join(folder, OLD_PARTS), { force: true })
  if (isSame) return
  for (const path of present) if (!kept.includes(path)) removeIfOlder(join(folder, path), startedAt)
}

function oldParts(folder) {
  const list = join(folder, OLD_PARTS)
  if (!existsSync(list)) return []
  return readFileSync(list, 'utf8')
    .split('\n')
    .map((line) => line.slice(1))
}

/** The paths of all files of builds, with forward slashes. */
function pathsIn(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter((path) => path !== OLD_PARTS && dirname(path) !== TYPES)
}

function isCurrent(path, content) {
  try {
    return readFileSync(path).equals(Buffer.from(content)) && (!path.endsWith(PROGRAM) || isExecutable(path))
  } catch {
    return false
  }
}

/** Windows has no such permission. */
const isExecutable = (path) => process.platform === 'win32' || (statSync(path).mode & 0o111) !== 0

/** Under a temporary name first: another build may write the same file. */
function replaceFile(path, content) {
  const fresh = `${path}.${process.pid}`
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(fresh, content)
  if (path.endsWith(PROGRAM)) chmodSync(fresh, 0o755)
  renameSync(fresh, path)
}

/** Removes a file, unless another build has just written it. */
function removeIfOlder(path, time) {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats !== undefined && stats.mtimeMs < time) rmSync(path, { force: true })
}
