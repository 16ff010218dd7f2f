import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { test } from 'tap'
import ts from 'typescript'
import { apis } from '../src/apis/index.ts'
import { packageRoot } from '../src/common/version.ts'

/** The folders of src, from top to bottom: imports only point down. Folders on one line are one layer. */
const LAYERS = [
  ['runners'],
  ['index.ts'],
  ['console'],
  ['cli'],
  ['mock'],
  ['server'],
  ['control'],
  ['mcp'],
  ['apis'],
  ['sandbox'],
  ['coverage'],
  ['chaos'],
  ['wiremock'],
  ['log'],
  ['recording'],
  ['fixtures'],
  ['api'],
  ['rules'],
  ['state'],
  ['options', 'http', 'tls', 'common']
]
const MAX_LINES = 250
/** The folders with code. */
const FOLDERS = ['src', 'test', 'scripts', 'bench']
const PRODUCT = 'atrium-atms-mock'
/** Only the folder of an API may mention it. */
const API_NAMES = apis.map(({ name }) => name)
/** Parts of names that belong to an API: of its headers, of its product. */
const WORDS_OF_APIS = ['mx-', 'insight']
/** The list of APIs has to name them. */
const LIST_OF_APIS = 'apis/index.ts'

/** Everything else takes timers and the time from these. */
const SOURCES_OF_TIME = ['common/timers.ts', 'common/clock-and-ids.ts']

/** Runs in a browser, which has no fake timers. */
const CONSOLE = 'console'

const src = join(packageRoot, 'src')
const texts: ReadonlyMap<string, string> = new Map(
  filesIn(src).map((path) => [relative(src, path).replaceAll(sep, '/'), readFileSync(path, 'utf8')])
)
const imports: ReadonlyMap<string, readonly string[]> = new Map(
  [...texts].map(([file, text]) => [file, importsOf(file, text)])
)

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

/** Whether people write a file. Others are installed or generated. */
const isWritten = (file: string): boolean =>
  /\.(?:tsx?|[cm]?js|py|css)$/.test(file) && !/node_modules|\.generated\./.test(file)

/** The files of src that a file imports: with `import`, `import type`, `export from` and `import()`. */
function importsOf(file: string, text: string): string[] {
  return ts
    .preProcessFile(text)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => posix.join(posix.dirname(file), fileName))
}

const folderOf = (file: string): string => file.split('/')[0] ?? file
const layerOf = (file: string): number => LAYERS.findIndex((layer) => layer.includes(folderOf(file)))
/** The API that a file belongs to; `undefined` for all others. */
const apiOf = (file: string): string | undefined => /^apis\/([^/]+)\//.exec(file)?.[1]

test('src contains the folders of the layout, and one loose file', async (t) => {
  t.strictSame([...new Set([...texts.keys()].map(folderOf))].toSorted(), LAYERS.flat().toSorted(), 'folders')
})

test('imports only point down the list of folders, to files that exist', async (t) => {
  const wrong = [...imports].flatMap(([file, targets]) =>
    targets.filter((target) => !texts.has(target) || layerOf(target) < layerOf(file)).map((to) => `${file} → ${to}`)
  )
  t.strictSame(wrong, [], 'wrong imports')
})

test('the console imports nothing of the server, which imports nothing of the console', async (t) => {
  const isOfConsole = (file: string): boolean => folderOf(file) === CONSOLE
  const wrong = [...imports].flatMap(([file, targets]) =>
    targets.filter((to) => isOfConsole(file) !== isOfConsole(to)).map((to) => `${file} → ${to}`)
  )
  t.strictSame(wrong, [], 'imports')
})

test('there are no import cycles, type imports included', async (t) => {
  t.strictSame(cyclesIn(imports), [], 'cycles')
})

test('no API imports another', async (t) => {
  const wrong = [...imports].flatMap(([file, targets]) =>
    targets
      .filter((to) => apiOf(file) !== undefined && apiOf(to) !== apiOf(file) && folderOf(to) === 'apis')
      .map((to) => `${file} → ${to}`)
  )
  t.strictSame(wrong, [], 'imports of another API')
})

test('only the folder of an API mentions that API', async (t) => {
  const wrong = [...texts].flatMap(([file, text]) => {
    if (file === LIST_OF_APIS) return []
    const api = apiOf(file)
    const words = [...API_NAMES.filter((name) => name !== api), ...(api === undefined ? WORDS_OF_APIS : [])]
    return linesOf(text)
      .filter(([, line]) => words.some((word) => line.replaceAll(PRODUCT, '').toLowerCase().includes(word)))
      .map(([number, line]) => `${file}:${number} ${line.trim()}`)
  })
  t.strictSame(wrong, [], 'lines')
})

test(`no file of ${FOLDERS.join(', ')} has more than ${MAX_LINES} lines`, async (t) => {
  const lengths = FOLDERS.flatMap((folder) => filesIn(join(packageRoot, folder)))
    .map((path) => relative(packageRoot, path).replaceAll(sep, '/'))
    .filter(isWritten)
    .map((file) => [file, linesOf(readFileSync(join(packageRoot, file), 'utf8')).length] as const)
  t.strictSame(
    lengths.filter(([, lines]) => lines > MAX_LINES).map(([file, lines]) => `${file}: ${lines} lines`),
    [],
    'long files'
  )
})

test('modules have no mutable state', async (t) => {
  t.strictSame(
    [...texts].flatMap(([file, text]) => mutableStateIn(file, text)),
    [],
    'variables'
  )
})

test('timers and the time come from the files that guard them against fake ones', async (t) => {
  const wrong = [...texts].flatMap(([file, text]) =>
    SOURCES_OF_TIME.includes(file) || folderOf(file) === CONSOLE
      ? []
      : linesOf(text)
          .filter(([, line]) => usesTime(line, text))
          .map(([number, line]) => `${file}:${number} ${line.trim()}`)
  )
  t.strictSame(wrong, [], 'lines')
})

test('the checks of this file find violations', async (t) => {
  const graph = (edges: Record<string, string[]>) => cyclesIn(new Map(Object.entries(edges)))
  t.strictSame(graph({ a: ['b'], b: ['c'], c: ['b'], d: ['d', 'a'] }), ['b → c → b', 'd → d'], 'cycles')
  t.strictSame(
    importsOf('x/a.ts', "import type { A } from './b.ts'\nexport * from '../c.ts'\nawait import('./d.ts')"),
    ['x/b.ts', 'c.ts', 'x/d.ts'],
    'imports'
  )
  const rows: [string, boolean][] = [
    ['let count = 0', true],
    ['export let count = 0', true],
    ['var count = 0', true],
    ['const seen = new Map<string, number>()', true],
    ['const seen = new Set()', true],
    ['const seen: Set<string> = new Set()', true],
    ['const seen: object[] = []', true],
    ['const cache = new WeakMap<object, string>()', true],
    ['const NAMES: ReadonlySet<string> = new Set()', false],
    ['const NAMES: ReadonlyMap<string, number> = new Map()', false],
    ["const NAMES = ['a', 'b']", false],
    ['function count() { let result = 0; return result }', false]
  ]
  const times: [string, boolean][] = [
    ["import { setTimeout } from 'node:timers'", true],
    ["import { setTimeout } from 'node:timers/promises'", true],
    ['setTimeout(f, 1)', true],
    ['return performance.now()', true],
    ['const now = new Date()', true],
    ['Date.now()', true],
    ['process.nextTick(f)', true],
    ["import { setTimeout } from '../common/timers.ts'\nsetTimeout(f, 1)", false],
    ['socket.setTimeout(1)', false],
    ['new Date(milliseconds)', false],
    ['Date.parse(text)', false]
  ]
  for (const [code, isWrong] of times)
    t.equal(
      linesOf(code).some(([, line]) => usesTime(line, code)),
      isWrong,
      code
    )
  for (const [code, isMutable] of rows) t.equal(mutableStateIn('x.ts', code).length > 0, isMutable, code)
})

/** Each cycle once, from the file at which a search in depth enters it. */
function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const cycles: string[] = []
  const finished = new Set<string>()
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file)
    if (start >= 0) cycles.push([...path.slice(start), file].join(' → '))
    if (start >= 0 || finished.has(file)) return
    for (const target of graph.get(file) ?? []) visit(target, [...path, file])
    finished.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  return cycles
}

/** Variables, and collections that are not declared as read-only: state that all servers of a process would share. */
function mutableStateIn(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  return source.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) =>
    declarationList.declarations
      .filter((declaration) => (declarationList.flags & ts.NodeFlags.Const) === 0 || isMutableCollection(declaration))
      .map((declaration) => {
        const { line } = source.getLineAndCharacterOfPosition(declaration.getStart())
        return `${file}:${line + 1} ${declaration.getText().split('\n', 1)}`
      })
  )
}

function isMutableCollection({ type, initializer }: ts.VariableDeclaration): boolean {
  const declared = type?.getText() ?? ''
  if (initializer === undefined || /^readonly/i.test(declared)) return false
  if (ts.isArrayLiteralExpression(initializer)) return initializer.elements.length === 0
  return ts.isNewExpression(initializer) && /^(?:Weak)?(?:Map|Set)$/.test(initializer.expression.getText())
}

/** Whether a line of a file uses a global timer or clock, which a test in the same process may have replaced. */
function usesTime(line: string, text: string): boolean {
  if (/^\s*(?:\/\/|\*|\/\*)/.test(line)) return false
  if (/'(?:node:)?timers(?:\/promises)?'|new Date\(\)|\bDate\.now\b|\bprocess\.(?:nextTick|hrtime)\b/.test(line))
    return true
  if (/\bperformance\.now\b/.test(line)) return !text.includes("from 'node:perf_hooks'")
  return /(?<![.#\w])(?:set|clear)(?:Timeout|Interval|Immediate)\(/.test(line) && !text.includes("/timers.ts'")
}

const linesOf = (text: string): [number: number, line: string][] =>
  text
    .replace(/\n$/, '')
    .split('\n')
    .map((line, i) => [i + 1, line])
