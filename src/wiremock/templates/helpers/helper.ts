import type { Work } from '../../matching/work.ts'

/** What a helper is called with. */
export interface HelperCall {
  readonly args: readonly unknown[]
  readonly hash: Readonly<Record<string, unknown>>
  /** The value that `this` refers to. */
  readonly current: unknown
  /** The number of names after `as`; 0 outside of a block. */
  readonly isBlock: boolean
  readonly work: Work
  /** A number from 0 up to 1. */
  random(): number
  now(): Date
  /** A value as text. Reading it is counted. @throws TemplateError if it is too long */
  text(value: unknown): string
  /** A value as JSON on several lines. @throws TemplateError if it is too long */
  json(value: unknown): string
  /** Renders the block with this value as `this`. @param data for `@index` and the like, @param params the values of the names after `as` */
  body(value: unknown, data?: Readonly<Record<string, unknown>>, params?: readonly unknown[]): string
  /** Renders the part after `{{else}}`. */
  inverse(): string
  /** Defines a variable. */
  assign(name: string, value: unknown): void
  /** Compiled JSONPath and regular expressions, by their texts. */
  compiled<T>(kind: string, text: string, compile: (text: string) => T): T
  /** Counts a text of so many characters before it is made. @param steps for each character @throws TemplateError if it is too long */
  spendText(length: number, steps?: number): void
  /** Reserves memory, in bytes. */
  reserve(bytes: number): void
}

/** A helper of templates. Returns its value, or for a block its text. @throws TemplateError */
export type Helper = (call: HelperCall) => unknown
export type Helpers = Readonly<Record<string, Helper>>
