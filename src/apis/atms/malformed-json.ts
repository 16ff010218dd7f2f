import { InvalidRequest } from './errors.ts'

export const UNREADABLE_TEXT = 'An error has occurred.'

export class TooMany extends InvalidRequest {
  constructor(what: string, limit: number) {
    super({ userDefinition: [`The body has more than ${limit} ${what}: send only a user object.`] })
  }
}

/** A body that Json.NET does not read, or that is no object. */
export class MalformedJson extends InvalidRequest {
  constructor() {
    super({ userDefinition: [UNREADABLE_TEXT] })
  }
}
