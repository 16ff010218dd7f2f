import { type TObject, type TSchema, TypeGuard } from '@sinclair/typebox'
import { apis } from '../apis/index.ts'
import type { Command } from './command.ts'
import { flagOf, variableOf } from './options.ts'

const LEFT_WIDTH = 34

/** The help of the program: its commands, and the options of the first, which is the default. */
export function programHelp(commands: Readonly<Record<string, Command>>): string {
  const [first = ''] = Object.keys(commands)
  const rows = Object.entries(commands).map(([name, { usage, description }]) => row(`${name} ${usage}`, description))
  return [
    `atrium-atms-mock: a mock server for ${list(apis.map(({ title, home }) => `${title} (${home})`))}.`,
    '',
    `Usage: atrium-atms-mock [${first}] [options]`,
    ...rows,
    row('--help, --version', 'after a command, --help lists its options'),
    '',
    `Options of ${first}:`,
    optionsHelp((commands[first] as Command).options),
    '',
    'Each option can also be set by an environment variable: --data-dir by MOCK_DATA_DIR, --port by MOCK_PORT or PORT,',
    'and so on. Flags take precedence.',
    ''
  ].join('\n')
}

/** The help of one command. */
export function commandHelp(name: string, { usage, description, options }: Command): string {
  const lines = optionsHelp(options)
  const optionLines = lines === '' ? [] : ['', lines]
  return [`Usage: atrium-atms-mock ${name} [options] ${usage}`.trimEnd(), '', description, ...optionLines, ''].join(
    '\n'
  )
}

function optionsHelp({ properties }: TObject): string {
  return Object.entries(properties)
    .map(([name, schema]) => row(`${flagOf(name)} ${schema['placeholder'] ?? ''}`, describeOption(name, schema)))
    .join('\n')
}

function describeOption(name: string, schema: TSchema): string {
  const { description, default: value } = schema
  const defaultValue = value === undefined || value === false ? '' : ` (${value})`
  const repeated = TypeGuard.IsArray(schema) ? '; repeatable or comma-separated' : ''
  const variable = schema['flagOnly'] ? '' : ` [${variableOf(name)}]`
  return `${description}${defaultValue}${repeated}${variable}`
}

/** `a, b and c` */
const list = (texts: readonly string[]): string => texts.join(', ').replace(/, ([^,]*)$/, ' and $1')

const row = (left: string, right: string): string =>
  left.length < LEFT_WIDTH ? `  ${left.padEnd(LEFT_WIDTH)}${right}` : `  ${left}\n  ${' '.repeat(LEFT_WIDTH)}${right}`
