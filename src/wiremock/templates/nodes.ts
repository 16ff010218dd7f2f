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

/** About how much memory the parts of a template take, in bytes. */
export const nodesBytes = (nodes: readonly Node[]): number => nodes.reduce((sum, node) => sum + nodeBytes(node), 0)

function nodeBytes(node: Node): number {
  switch (node.kind) {
    case 'text':
      return 60 + node.text.length
    case 'value':
      return 40 + expressionBytes(node.of)
    case 'block':
      return 200 + expressionBytes(node.of) + nodesBytes(node.body) + nodesBytes(node.inverse)
  }
}

function expressionBytes(expression: Expression): number {
  switch (expression.kind) {
    case 'literal':
      return 60
    case 'path':
      return 90 + 45 * expression.parts.length
    case 'call': {
      const pairs = expression.hash.reduce((sum, [, value]) => sum + 80 + expressionBytes(value), 0)
      return expression.args.reduce((sum, argument) => sum + expressionBytes(argument), 270 + pairs)
    }
  }
}
