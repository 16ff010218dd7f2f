import { TOOLS } from '../../src/mcp/tools.ts'

/** The tools of the MCP server as a table. */
export function toolsTable(): string {
  const rows = [...TOOLS.values()].map(
    ({ name, kind, description }) => `| \`${name}\` | ${kind} | ${firstOf(description)} |`
  )
  return ['| tool | kind | what it does |', '|---|---|---|', ...rows, ''].join('\n')
}

/** The first sentence, or all of a short text with colons. */
const firstOf = (text: string): string => /^.*?[.](?= |$)/.exec(text)?.[0] ?? text
