import type { Static, TObject } from '@sinclair/typebox'
import type { Environment } from './options.ts'

/** Where a command writes, and what it can see of its surroundings. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Whether a person is looking. */
  readonly isInteractive: boolean
  readonly environment: Environment
  /** Resolves when the process is asked to end, with the exit code of one that was interrupted. */
  readonly asked: Promise<number>
}

/** A command of the command line. */
export interface Command<T extends TObject = TObject> {
  /** Its own words after its name: `FILE…`. */
  readonly words: string
  /** How many of those it takes at least and at most. */
  readonly count: readonly [least: number, most: number]
  readonly description: string
  readonly options: T
  /** Whether it ends by itself when the process is asked to; another is left as it is. */
  readonly isService?: boolean
  /** @returns the exit code */
  run(options: Static<T>, words: readonly string[], terminal: Terminal): Promise<number>
}

/** Keeps the type of the options between their schema and `run`. */
export const command = <T extends TObject>(definition: Command<T>): Command<T> => definition
