import type { Static, TObject } from '@sinclair/typebox'
import type { Environment } from './options.ts'

/** The surroundings of a command: its output streams and environment. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Whether the output is shown to a person. */
  readonly isInteractive: boolean
  /** The width of the terminal; `undefined` if the output is not shown to a person. */
  readonly columns?: number | undefined
  /** Whether the output may have colors: not with `NO_COLOR`, and only on a terminal. */
  readonly hasColors: boolean
  /** Whether errors, and with them the progress of a command, are shown to a person. */
  readonly showsProgress: boolean
  readonly environment: Environment
  /** Resolves on SIGINT or SIGTERM, with the exit code of an interrupted process. */
  readonly interrupted: Promise<number>
  /** Resolves on the next of these signals, which would otherwise end the process at once. */
  nextInterruption(): Promise<number>
}

/** A command of the command line. */
export interface Command<T extends TObject = TObject> {
  /** Its positional arguments, as the help shows them: `FILE…`. */
  readonly usage: string
  /** How many positional arguments it accepts. */
  readonly count: readonly [min: number, max: number]
  readonly description: string
  readonly options: T
  /** How it is called, without the name of the program. */
  readonly examples?: readonly string[]
  /** Whether it stops by itself on SIGINT or SIGTERM; other commands are abandoned. */
  readonly isService?: boolean
  /** @param flags the names of the options on the command line @returns the exit code */
  run(
    options: Static<T>,
    args: readonly string[],
    terminal: Terminal,
    flags: Pick<ReadonlyMap<string, unknown>, 'keys'>
  ): Promise<number>
}

/** Defines a command. Infers the type of the options of `run` from their schema. */
export const command = <T extends TObject>(definition: Command<T>): Command<T> => definition
