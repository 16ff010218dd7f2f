import { build } from 'esbuild'

/** The schemas of objects that users write by hand, by module. */
const SCHEMAS = {
  'src/options/options.ts': ['MockOptions'],
  'src/wiremock/matching/request-schemas.ts': ['RequestPatternDocument'],
  'src/wiremock/stubs/mapping-schemas.ts': ['MappingDocument', 'ResponseDocument']
}

/**
 * Adds the descriptions of TypeBox schemas to their declarations, as comments that editors show.
 *
 * @param code bundled declarations, indented by four spaces
 */
export async function describeMembers(code) {
  let described = code
  for (const [name, schema] of Object.entries(await readSchemas())) {
    const declaration = new RegExp(`(?<=^declare const ${name}(?:\\$\\d+)?: TObject<\\{\\n).*?(?=^\\}>;)`, 'ms')
    described = described.replace(declaration, (lines) => describe(lines, schema))
  }
  return described
}

async function readSchemas() {
  const lines = Object.entries(SCHEMAS).map(([file, names]) => `export { ${names.join(', ')} } from './${file}'`)
  const { outputFiles } = await build({
    stdin: { contents: lines.join('\n'), resolveDir: '.' },
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    format: 'esm',
    write: false
  })
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`)
}

function describe(lines, schema) {
  const parents = [schema]
  return lines.replace(/^( +)(\w+): /gm, (start, indent, name) => {
    const depth = indent.length / 4
    const member = parents[depth - 1]?.properties?.[name]
    parents.length = depth
    parents.push(member)
    return member?.description === undefined ? start : `${indent}/** ${member.description} */\n${start}`
  })
}
