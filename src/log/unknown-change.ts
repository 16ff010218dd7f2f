/** A stored change whose kind this version does not know. */
export class UnknownChange extends Error {
  constructor(op: string) {
    super(
      `the log of changes contains an unknown change '${op}'. Nothing was changed: use the version that wrote it, or start with --fresh ` +
        'to discard the saved state'
    )
  }
}
