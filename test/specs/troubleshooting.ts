import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { packageRoot } from '../../src/common/version.ts'

const PAGE = 'docs/troubleshooting.md'
/** Sections about messages of other programs, and about symptoms without a message. */
const FOREIGN = ['Tests', 'PowerShell', 'HTTPS', 'Docker']
/** Separates the parts of a heading: values (quoted texts, names of files and hosts, numbers, methods), punctuation, words around placeholders. */
const VALUES = /'[^']*'|\S*[/.\d…]\S*|(?:\bin )?\b[A-Z]{3,}\b|[`:,()$]|--\S+|\bexpected\b/
/** Placeholders in a source. */
const PLACEHOLDERS = /%[sd]|\$\{[^}]*\}/g

/** Each heading of the page is a message of the program. */
export async function troubleshootingTest(t: Test): Promise<void> {
  const source = sources()
  const page = readFileSync(join(packageRoot, PAGE), 'utf8')
  for (const section of page.split(/^## /m).slice(1)) {
    if (FOREIGN.includes(section.split('\n', 1)[0] ?? '')) continue
    for (const [, heading = ''] of section.matchAll(/^### (.*)$/gm)) {
      const missing = phrases(heading).filter((phrase) => !source.includes(phrase))
      t.strictSame(missing, [], `${PAGE}: ${heading}`)
    }
  }
}

/** The parts of a message that are the same for all values. */
const phrases = (heading: string): string[] =>
  heading
    .split(VALUES)
    .map((part) => part.trim())
    .filter((part) => part.includes(' '))

/** The texts of all sources, with long ones joined. */
function sources(): string {
  const folders = ['src', 'scripts'].map((name) => join(packageRoot, name))
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.m?ts$|\.mjs$/.test(name))
      .map((name) => join(folder, name))
  )
  return files
    .map((file) =>
      readFileSync(file, 'utf8')
        .replaceAll(/['"`] \+\n\s*['"`]/g, '')
        .replaceAll(PLACEHOLDERS, '\0')
    )
    .join('\n')
}
