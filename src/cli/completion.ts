import { NoOptions } from '../options/command-options.ts'
import { type Command, command } from './command.ts'
import { flagOf, UsageError } from './options.ts'

type Commands = Readonly<Record<string, Command>>

const SHELLS: Readonly<Record<string, (commands: Commands) => string>> = {
  bash: (commands) => `${bashFunction(commands)}complete -o default -F _complete_mock atrium-atms-mock\n`,
  zsh: (commands) =>
    `autoload -U +X bashcompinit && bashcompinit\n${bashFunction(commands)}complete -o default -F _complete_mock atrium-atms-mock\n`,
  fish
}

/** @param commands called lazily, because this command is one of them */
export const completion = (commands: () => Commands) =>
  command({
    usage: 'SHELL',
    count: [1, 1],
    description: 'print a script that completes commands and options in bash, zsh or fish',
    options: NoOptions,
    examples: ['completion bash >> ~/.bashrc', 'completion fish > ~/.config/fish/completions/atrium-atms-mock.fish'],
    async run(_options, [shell = ''], { out }) {
      const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined
      if (script === undefined) throw new UsageError(`unknown shell '${shell}' (available: bash, zsh, fish)`)
      out(script(commands()))
      return 0
    }
  })

const flagsOf = ({ options }: Command): string[] => Object.keys(options.properties).map(flagOf)

function bashFunction(commands: Commands): string {
  const [first = ''] = Object.keys(commands)
  const cases = Object.entries(commands).map(
    ([name, one]) => `    ${name}) words="${flagsOf(one).join(' ')} --help" ;;`
  )
  const top = [...Object.keys(commands), ...(commands[first] === undefined ? [] : flagsOf(commands[first]))].join(' ')
  return [
    '_complete_mock() {',
    // While the first word is being typed, it is not a command yet.
    `  local words first="\${COMP_WORDS[1]}"`,
    '  [ "$COMP_CWORD" -eq 1 ] && first=""',
    '  case "$first" in',
    ...cases,
    `    *) words="${top} --help --version" ;;`,
    '  esac',
    `  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))`,
    '}',
    ''
  ].join('\n')
}

function fish(commands: Commands): string {
  const line = (condition: string, rest: string): string => `complete -c atrium-atms-mock -n "${condition}" ${rest}\n`
  return Object.entries(commands)
    .flatMap(([name, one], i) => [
      line('__fish_use_subcommand', `-f -a ${name} -d ${quoted(one.description)}`),
      ...Object.entries(one.options.properties).map(([option, { description = '' }]) =>
        line(
          i === 0
            ? `__fish_use_subcommand; or __fish_seen_subcommand_from ${name}`
            : `__fish_seen_subcommand_from ${name}`,
          `-l ${flagOf(option).slice(2)} -d ${quoted(description)}`
        )
      )
    ])
    .join('')
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
