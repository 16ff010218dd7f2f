import { InvalidRequest } from './errors.ts'

export const UNREADABLE_TEXT = 'An error has occurred.'

/** A body that Json.NET does not read, or that is no object. */
export class MalformedJson extends InvalidRequest {
  constructor() {
    super({ userDefinition: [UNREADABLE_TEXT] })
  }
}
