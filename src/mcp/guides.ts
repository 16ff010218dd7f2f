import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../common/version.ts'

const FOLDER = join(packageRoot, 'docs')
const NAME = /^[\w-]+\.md$/
const SCHEME = 'guide:'

/** A page of the guide. */
export interface Guide {
  readonly uri: string
  readonly name: string
  readonly title: string
  readonly mimeType: 'text/markdown'
}

/** The pages of the guide, with their titles. */
export async function guides(): Promise<Guide[]> {
  const names = (await readdir(FOLDER)).filter((name) => NAME.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const [, title = name] = /^# (.*)$/m.exec(await readFile(join(FOLDER, name), 'utf8')) ?? []
      return { uri: `${SCHEME}///${name}`, name, title, mimeType: 'text/markdown' }
    })
  )
}

/** The text of a page; `undefined` if there is none at this address. */
export async function guideAt(uri: string): Promise<string | undefined> {
  const name = uri.startsWith(`${SCHEME}///`) ? uri.slice(SCHEME.length + 3) : ''
  return NAME.test(name) ? readFile(join(FOLDER, name), 'utf8').catch(() => undefined) : undefined
}
