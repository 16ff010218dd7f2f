import { KindGuard, type TObject, type TSchema } from '@sinclair/typebox'
import { apis } from '../apis/index.ts'
import { sizeText } from '../common/size-text.ts'
import type { Command } from './command.ts'
import { flagOf } from './options.ts'

const WIDTH = 80
const LEFT_WIDTH = 24
const PROGRAM = 'atrium-atms-mock'
const EXAMPLES = ['serve -p 3001 --fixtures paging', 'reset', 'requests --status 4xx', 'load users.json', 'stop']

/** The help of the program: its commands, and the options of the first command, which is the default. */
export function programHelp(commands: Readonly<Record<string, Command>>): string {
  const [first = ''] = Object.keys(commands)
  return [
    ...wrapped(`${PROGRAM}: a mock server for ${list(apis.map(({ title, home }) => `${title} (${home})`))}.`, 0),
    '',
    `Usage: ${PROGRAM} [${first}] [options]`,
    `       ${PROGRAM} COMMAND [options]`,
    '',
    'Commands:',
    ...Object.entries(commands).flatMap(([name, { usage, description }]) => row(`${name} ${usage}`, description)),
    ...row('--help, --version', 'after a command, --help lists its options'),
    ...exampleLines(EXAMPLES),
    ...optionLines((commands[first] as Command).options),
    '',
    ...wrapped(
      'Each option is also an environment variable: --data-dir is MOCK_DATA_DIR, --port is MOCK_PORT or PORT. Flags take precedence.',
      0
    ),
    ''
  ].join('\n')
}

/** The help of one command. */
export function commandHelp(name: string, { usage, description, options, examples = [] }: Command): string {
  return [
    `Usage: ${PROGRAM} ${name} [options] ${usage}`.trimEnd(),
    '',
    ...wrapped(`${description[0]?.toUpperCase()}${description.slice(1)}.`, 0),
    ...optionLines(options),
    ...exampleLines(examples),
    ''
  ].join('\n')
}

const exampleLines = (examples: readonly string[]): string[] =>
  examples.length === 0 ? [] : ['', 'Examples:', ...examples.map((example) => `  ${PROGRAM} ${example}`)]

/** The options under the headings of their groups. */
function optionLines({ properties }: TObject): string[] {
  const groups = new Map<string, string[]>()
  for (const [name, schema] of Object.entries(properties)) {
    const group = schema['group'] ?? 'Options'
    const flag = `${schema['short'] ? `-${schema['short']}, ` : ''}${flagOf(name)} ${schema['placeholder'] ?? ''}`
    groups.set(group, [...(groups.get(group) ?? []), ...row(flag, descriptionOf(schema))])
  }
  return [...groups].flatMap(([group, lines]) => ['', `${group}:`, ...lines])
}

function descriptionOf(schema: TSchema): string {
  const { description, default: value } = schema
  const repeated = !KindGuard.IsArray(schema)
    ? ''
    : schema['separator']
      ? '; repeatable'
      : '; repeatable or comma-separated'
  const shown = schema['bytes'] && value !== undefined ? sizeText(value).replace(' ', '') : value
  return `${description}${repeated}${value === undefined || value === false ? '' : ` (default: ${shown})`}`
}

/** `a, b and c` */
const list = (texts: readonly string[]): string => texts.join(', ').replace(/, ([^,]*)$/, ' and $1')

/** A name and its description. The description starts on the next line if the name is long. */
function row(left: string, right: string): string[] {
  const [first = '', ...others] = wrapped(right, LEFT_WIDTH + 2)
  const name = `  ${left.trimEnd()}`
  return name.length < LEFT_WIDTH + 2
    ? [name.padEnd(LEFT_WIDTH + 2) + first.trimStart(), ...others]
    : [name, first, ...others]
}

/** Breaks a text into indented lines. @param indent in columns */
function wrapped(text: string, indent: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((part) => ' '.repeat(indent) + part)
}
