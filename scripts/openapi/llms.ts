/** The list of the pages of the guide for language models, in the format of llmstxt.org. @param contents the page that lists the others */
export function llmsText(name: string, description: string, contents: string): string {
  const sections = contents
    .slice(contents.indexOf('\n**'))
    .trim()
    .replaceAll(/^\*\*(.+)\*\*$/gm, '## $1')
  return `# ${name}\n\n> ${description}\n\n${NOTE}\n\n${sections}\n`
}

const NOTE = `A running server serves these pages below /docs, the OpenAPI documents as /docs/NAME.json, and a console at /console/.
GET /__admin/apis describes the emulated APIs, with credentials that the mock accepts. Start with the pages Stubs and faults, Fixtures, and Verify requests.`
