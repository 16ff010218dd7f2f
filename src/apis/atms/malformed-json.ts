import { InvalidRequest } from './errors.ts'

export const UNREADABLE_TEXT = 'An error has occurred.'

export class TooMany extends InvalidRequest {
  constructor(what: string, limit: number) {
    super({ userDefinition: [`The body has more than ${limit} ${what}: send only a user object.`] })
  }
}

/** A body that Json.NET cannot parse, or that is not an object. */
export class MalformedJson extends InvalidRequest {
  constructor() {
    super({ userDefinition: [UNREADABLE_TEXT] })
  }
}
