import { type TObject, type TSchema, TypeGuard } from '@sinclair/typebox'
import type { Command } from './command.ts'
import { flagOf, variableOf } from './options.ts'

const WIDTH = 34

/** The help of the whole program: its commands, and the options of the first, which is the default. */
export function programHelp(commands: Readonly<Record<string, Command>>): string {
  const [first = ''] = Object.keys(commands)
  const list = Object.entries(commands).map(([name, { words, description }]) => row(`${name} ${words}`, description))
  return [
    'atrium-atms-mock: MX Atrium (/users) and inSIGHT ATMS (/api/Users), emulated for tests.',
    '',
    `Usage: atrium-atms-mock [${first}] [options]`,
    ...list,
    row('--help, --version', 'after a command, --help tells its options'),
    '',
    `Options of ${first}:`,
    optionsHelp((commands[first] as Command).options),
    '',
    'Each option has an environment variable: --data-dir is MOCK_DATA_DIR, and so on; --port is PORT too. A flag wins.',
    ''
  ].join('\n')
}

/** The help of one command. */
export function commandHelp(name: string, { words, description, options }: Command): string {
  const all = optionsHelp(options)
  const own = all === '' ? [] : ['', all]
  return [`Usage: atrium-atms-mock ${name} [options] ${words}`.trimEnd(), '', description, ...own, ''].join('\n')
}

function optionsHelp({ properties }: TObject): string {
  return Object.entries(properties)
    .map(([name, schema]) => row(`${flagOf(name)} ${schema['placeholder'] ?? ''}`, explained(name, schema)))
    .join('\n')
}

function explained(name: string, schema: TSchema): string {
  const { description, default: value } = schema
  const shown = value === undefined || value === false ? '' : ` (${value})`
  const repeated = TypeGuard.IsArray(schema) ? '; may be repeated, or separated by commas' : ''
  const variable = schema['flagOnly'] ? '' : ` [${variableOf(name)}]`
  return `${description}${shown}${repeated}${variable}`
}

const row = (left: string, right: string): string =>
  left.length < WIDTH ? `  ${left.padEnd(WIDTH)}${right}` : `  ${left}\n  ${' '.repeat(WIDTH)}${right}`
