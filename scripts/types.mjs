// Writes the types of the library as one file that needs no other: what src/index.ts exports, and what that names in turn. Types
// that come from schemas are written out, with the descriptions of the schemas; members marked @internal are left out.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'

const [, , outdir] = process.argv
const settings = ts.readConfigFile('tsconfig.json', ts.sys.readFile).config
const { options } = ts.parseJsonConfigFileContent({ ...settings, files: ['src/index.ts'], include: [] }, ts.sys, '.')
const program = ts.createProgram(['src/index.ts'], options)
const checker = program.getTypeChecker()
const printer = ts.createPrinter({ removeComments: false })
const entry = program.getSourceFile('src/index.ts')
const { NoTruncation, InTypeAlias, MultilineObjectLiterals } = ts.NodeBuilderFlags

/** What a name stands for, behind imports and exports. */
function whole(symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

function write(symbol, before = exported.includes(symbol) ? 'export ' : '') {
  if (written.has(symbol)) return
  // Reserved before what it names is written, which may name it again.
  written.set(symbol, '')
  const node = symbol.declarations.find((declaration) => !ts.isVariableDeclaration(declaration))
  if (!resolve(node.getSourceFile().fileName).startsWith(resolve('src'))) {
    throw new Error(`the types of the library name ${symbol.name} of another package`)
  }
  written.set(symbol, documentation(node) + before + declaration(symbol, node))
}

function declaration(symbol, node) {
  const { name } = symbol
  if (ts.isFunctionDeclaration(node)) return `declare function ${name}${signature(node)};`
  if (ts.isInterfaceDeclaration(node)) {
    const heritage = node.heritageClauses?.map((clause) => ` ${copy(clause).trim()}`).join('') ?? ''
    return `interface ${name}${heritage} {\n${members(node)}\n}`
  }
  if (ts.isClassDeclaration(node)) return `interface ${name} {\n${members(node)}\n}`
  if (isPlain(node.type)) return `type ${name} = ${copy(node.type)};`
  return `type ${name} = ${expanded(checker.getDeclaredTypeOfSymbol(symbol), schemaOf(node))};`
}

function members(node) {
  return node.members
    .filter((member) => !isHidden(member))
    .map((member) => {
      const text = ts.isMethodDeclaration(member) ? `${member.name.getText()}${signature(member)};` : copy(member)
      return indented(documentation(member) + text)
    })
    .join('\n')
}

const isHidden = (member) =>
  ts.isConstructorDeclaration(member) ||
  (member.name !== undefined && ts.isPrivateIdentifier(member.name)) ||
  ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal')

/** Parameters and what is returned; those that are taken apart in their place have no name. */
function signature({ parameters, type }) {
  const texts = parameters.map(({ name, initializer, questionToken, type }) => {
    const optional = initializer !== undefined || questionToken !== undefined ? '?' : ''
    return `${ts.isIdentifier(name) ? name.text : 'options'}${optional}: ${copy(type)}`
  })
  return `(${texts.join(', ')}): ${copy(type)}`
}

/** Whether a type stands for itself, and does not come from a schema or another type's members. */
function isPlain(type) {
  return !/\b(?:Static|Partial|Omit|Pick)</.test(type.getText())
}

/** A node as it stands in its file, with the types that it names written too. */
function copy(node) {
  visit(node)
  return printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile()).replace(/^(?:\/\*\*.*?\*\/\s*)+/s, '')
}

function visit(node) {
  const named = ts.isTypeReferenceNode(node)
    ? node.typeName
    : ts.isExpressionWithTypeArguments(node)
      ? node.expression
      : undefined
  const symbol = named && checker.getSymbolAtLocation(named)
  if (symbol !== undefined && !isOfLanguage(whole(symbol))) write(whole(symbol))
  ts.forEachChild(node, visit)
}

const isOfLanguage = (symbol) =>
  (symbol.flags & ts.SymbolFlags.TypeParameter) !== 0 ||
  symbol.declarations.some((node) => program.isSourceFileDefaultLibrary(node.getSourceFile()))

/** The members of an object type, with what its schema says of each. */
function expanded(type, schema) {
  const properties = type.getProperties().map((property) => {
    const optional = property.flags & ts.SymbolFlags.Optional ? '?' : ''
    const described = descriptionOf(property, schema)
    const node = checker.typeToTypeNode(
      checker.getNonNullableType(checker.getTypeOfSymbol(property)),
      entry,
      NoTruncation | InTypeAlias | MultilineObjectLiterals
    )
    const text = printer.printNode(ts.EmitHint.Unspecified, node, entry)
    return indented(`${described && `/** ${described} */\n`}${property.name}${optional}: ${text};`)
  })
  return `{\n${properties.join('\n')}\n}`
}

/** The schema that `Static<typeof X>` speaks of, behind `Partial<X>` too. */
function schemaOf({ type }) {
  const reference = type.typeArguments?.[0]
  if (reference === undefined) return undefined
  const symbol = whole(
    checker.getSymbolAtLocation(ts.isTypeQueryNode(reference) ? reference.exprName : reference.typeName)
  )
  return symbol.declarations.find(ts.isVariableDeclaration)?.initializer
}

function descriptionOf({ name }, schema) {
  const found = schema && find(schema, (node) => ts.isPropertyAssignment(node) && node.name.getText() === name)
  const said = found && find(found, (node) => ts.isPropertyAssignment(node) && node.name.getText() === 'description')
  return said && ts.isStringLiteralLike(said.initializer) ? said.initializer.text : ''
}

function find(node, test) {
  return test(node) ? node : ts.forEachChild(node, (child) => find(child, test))
}

function documentation(node) {
  const { text } = node.getSourceFile()
  const ranges = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []
  const last = ranges.map(({ pos, end }) => text.slice(pos, end)).findLast((comment) => comment.startsWith('/**'))
  return last === undefined ? '' : `${last.replace(/\n\s+\*/g, '\n *')}\n`
}

const indented = (text) => text.replace(/^(?=.)/gm, '  ')

const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(entry)).map(whole)
const written = new Map()
for (const symbol of exported) write(symbol, 'export ')
const text = `${[...written.values()].join('\n\n')}\n`
mkdirSync(outdir, { recursive: true })
for (const file of ['index.d.ts', 'index.d.cts']) writeFileSync(join(outdir, file), text)
