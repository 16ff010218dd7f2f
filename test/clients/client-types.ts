import openapiTypeScript, { astToString } from 'openapi-typescript'

const HEADER = '// Generated from specs by npm run specs, as a user of the documents would. Not to be edited.\n\n'

/** The types of a client of each document, by the path of their file. @param files the documents by their paths */
export async function clientTypes(files: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const types = new Map<string, string>()
  for (const name of ['atrium', 'atms', 'admin']) {
    const nodes = await openapiTypeScript(JSON.parse(files.get(`specs/${name}.json`) as string))
    types.set(`test/clients/${name}.generated.ts`, HEADER + astToString(nodes))
  }
  return types
}
