/** A part of a compiled template. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly of: Expression }
  | Block

export interface Block {
  readonly kind: 'block'
  /** The helper, or the value that is tested or repeated. */
  readonly of: Expression
  readonly body: readonly Node[]
  /** The names after `as`. */
  readonly params: readonly string[]
  /** After `{{else}}`. */
  readonly inverse: readonly Node[]
}

export type Expression = { readonly kind: 'literal'; readonly value: unknown } | Path | Call

/** A path such as `request.query.x`, `../name` or `@index`. */
export interface Path {
  readonly kind: 'path'
  readonly isData: boolean
  /** How many `../` it begins with. */
  readonly depth: number
  readonly parts: readonly string[]
}

/** A call of a helper. */
export interface Call {
  readonly kind: 'call'
  readonly helper: string
  readonly args: readonly Expression[]
  readonly hash: readonly (readonly [name: string, value: Expression])[]
  /** Its place in the template. */
  readonly at: string
}
