// How a block is handled, by its language.
import { spawnSync } from 'node:child_process'
import { unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { parse, printParseErrorCode } from 'jsonc-parser'

/** How the blocks of a language are run, as a command of the page's shell. */
const COMMANDS = {
  sh: undefined,
  js: { command: 'node', extension: 'mjs' },
  ts: { command: 'node', extension: 'mjs', translate: (text) => transformSync(text, { loader: 'ts' }).code },
  python: { command: 'python3', extension: 'py' },
  powershell: { command: 'pwsh -NoProfile -File', extension: 'ps1' }
}
const PROGRAMS = { powershell: 'pwsh' }

/** Whether a block is run: an output can follow it. */
export const isRunnable = ({ language, file }) => language in COMMANDS && file === undefined

/** Why a block is not run; `undefined` if it is. */
export function reasonAgainst({ language, directives: { skip, needs } }) {
  if (skip !== undefined) return skip
  const program = needs ?? PROGRAMS[language]
  return program === undefined || isInstalled(program) ? undefined : `${program} is not available`
}

function isInstalled(program) {
  // Its client may be there without an engine.
  const args = program === 'docker' ? ['info'] : ['--version']
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

/** The text that the page's shell runs for a block. @returns {{ script: string, remove(): void }} */
export function scriptFor({ language, text, line }, folder) {
  const how = COMMANDS[language]
  if (how === undefined) return { script: text, remove: () => undefined }
  // In the folder of the page, so that imports resolve.
  const path = join(folder, `.line-${line}.${how.extension}`)
  writeFileSync(path, how.translate?.(text) ?? text)
  return { script: `${how.command} ${path}\n`, remove: () => unlinkSync(path) }
}

/** Parses JSON. @returns the problem, if there is one */
export function checkJson({ language, text }) {
  const errors = []
  parse(text, errors, { allowTrailingComma: language === 'jsonc', disallowComments: language === 'json' })
  const [first] = errors
  if (first === undefined) return undefined
  const lines = text.slice(0, first.offset).split('\n')
  return `${printParseErrorCode(first.error)} in line ${lines.length}, column ${lines.at(-1).length + 1}`
}
