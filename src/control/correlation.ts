import { Type } from '@sinclair/typebox'
import { type Correlation, traceIn } from '../wiremock/journal/correlation.ts'
import { BadCorrelation } from './errors.ts'

const TRACE = '^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{2}-[0-9a-fA-F]{32}-[0-9a-fA-F]{16}-[0-9a-fA-F]{2})$'
/** The values that a header can have, up to a length that is enough for names. */
const TEXT = '^[!-~](?:[ -~]{0,998}[!-~])?$'

/** Query parameters that select requests by what connects them. */
export const correlationQuery = {
  trace: Type.Optional(
    Type.String({
      pattern: TRACE,
      description: 'only requests with this trace id in `traceparent`; a whole `traceparent` selects by its trace id'
    })
  ),
  requestId: Type.Optional(Type.String({ pattern: TEXT, description: 'only requests with this `X-Request-Id`' })),
  test: Type.Optional(
    Type.String({ pattern: TEXT, description: 'only requests with this `Mock-Test`, the name of a test' })
  )
}
export const CorrelationQuery = Type.Object(correlationQuery)

/** Reads what selects requests. @param nameOf how errors name a parameter @throws BadCorrelation */
export function correlationIn(
  { trace, requestId, test }: Correlation,
  nameOf = (name: string): string => name
): Correlation {
  return {
    trace: traceId(trace, nameOf),
    requestId: text(nameOf('requestId'), requestId),
    test: text(nameOf('test'), test)
  }
}

function traceId(sent: string | undefined, nameOf: (name: string) => string): string | undefined {
  if (sent !== undefined && !new RegExp(TRACE).test(sent))
    throw new BadCorrelation(
      `${nameOf('trace')}: expected 32 hexadecimal digits, or the value of a header traceparent, not '${sent}'. To find an X-Request-Id, use ${nameOf('requestId')}`
    )
  return traceIn(sent) ?? sent?.toLowerCase()
}

function text(name: string, sent: string | undefined): string | undefined {
  if (sent !== undefined && !new RegExp(TEXT).test(sent))
    throw new BadCorrelation(
      `${name}: expected 1 to 1000 characters of ASCII, without spaces around them, not '${sent}'`
    )
  return sent
}
