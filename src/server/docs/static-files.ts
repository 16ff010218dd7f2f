import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { packageRoot } from '../../common/version.ts'

/** The static files of the pages, with their types. All except the first belong to Swagger UI. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['guide.css', 'text/css; charset=utf-8'],
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['favicon-32x32.png', 'image/png']
])
/** Where to find them: in a checkout, Swagger UI is in `node_modules`; in the published package, the build has copied it to `dist`. */
const FOLDERS = ['node_modules/@fastify/swagger-ui/static', 'dist/docs']
/** The build compresses large files, to keep the package small. */
const COMPRESSED = '.br'
const decompress = promisify(brotliDecompress)

/** A static file of the pages; `undefined` if there is none of this name. */
export async function staticFile(name: string): Promise<{ type: string; content: Buffer } | undefined> {
  const type = TYPES.get(name)
  if (type === undefined) return undefined
  const paths = FOLDERS.flatMap((folder) => ['', COMPRESSED].map((ending) => join(packageRoot, folder, name + ending)))
  const path = paths.find(existsSync) as string
  const content = await readFile(path)
  return { type, content: path.endsWith(COMPRESSED) ? await decompress(content) : content }
}
