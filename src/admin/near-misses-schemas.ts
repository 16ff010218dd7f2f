import { Type } from '@sinclair/typebox'
import { LoggedRequestDocument, RequestPatternDocument } from '../requests/request-schemas.ts'

const Shown = Type.Object({}, { description: 'in the shape of WireMock' })
const response = {
  200: Type.Object({
    nearMisses: Type.Array(
      Type.Object({
        request: Shown,
        stubMapping: Type.Optional(Shown),
        requestPattern: Type.Optional(RequestPatternDocument),
        matchResult: Type.Object({ distance: Type.Number({ minimum: 0, maximum: 1 }) })
      })
    )
  })
}

export const nearMissesOfUnmatched = { summary: 'The stubs that came closest to each unmatched request', response }
export const nearMissesOfRequest = {
  summary: 'The stubs that come closest to a request',
  body: LoggedRequestDocument,
  response
}
export const nearMissesOfPattern = {
  summary: 'The requests that come closest to a pattern',
  body: RequestPatternDocument,
  response
}
