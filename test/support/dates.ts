const at = '2021-06-15T12:34:56Z'
/** A date that is so many days from now. */
const days = (count: number): string => new Date(Date.now() + count * 86_400_000).toISOString()
const truncated = (truncateActual: string, equalToDateTime: string): [string, object, boolean] => [
  at,
  { equalToDateTime, truncateActual },
  true
]
const month = 'first day of month'

/** Bodies, patterns for dates, and whether they match. The real WireMock gives the same results, in UTC. */
export const DATES: [body: string, pattern: object, isMatch: boolean][] = [
  [at, { before: '2021-06-15T12:34:57Z' }, true],
  [at, { before: at }, false],
  [at, { after: '2021-06-15T15:34:55+03:00' }, true],
  [at, { after: at }, false],
  [at, { equalToDateTime: '2021-06-15T14:34:56+02:00' }, true],
  [at, { equalToDateTime: '2021-06-15T12:34:57Z' }, false],
  ['2021-06-15T12:34:56.000Z', { equalToDateTime: at }, true],
  ['2021-06-15T12:34:56.5Z', { after: at }, true],
  ['2021-06-15T12:34:56', { equalToDateTime: at }, true],
  ['2021-06-15T10:34:56-02:00', { equalToDateTime: at }, true],
  ['2021-06-15', { before: '2021-06-16' }, true],
  ['2021-06-15', { equalToDateTime: '2021-06-15T00:00:00Z' }, true],
  ['Tue, 15 Jun 2021 12:34:56 GMT', { equalToDateTime: at }, true],
  ['2021-02-30', { after: '2020-01-01' }, false],
  ['1623758400', { before: at }, false],
  ['1623758400', { equalToDateTime: '2021-06-15T12:00:00Z', actualFormat: 'unix' }, true],
  ['1623758400000', { equalToDateTime: '2021-06-15T12:00:00Z', actualFormat: 'epoch' }, true],
  ['x', { before: at, actualFormat: 'epoch' }, false],
  ['15/06/2021', { equalToDateTime: '2021-06-15', actualFormat: 'dd/MM/yyyy' }, true],
  ['15.06.2021', { equalToDateTime: '2021-06-15', actualFormat: 'dd/MM/yyyy' }, false],
  ['31/06/2021', { equalToDateTime: '2021-06-30', actualFormat: 'dd/MM/yyyy' }, true],
  ['32/06/2021', { after: '2020-01-01', actualFormat: 'dd/MM/yyyy' }, false],
  ['15/06/2021 13:14', { equalToDateTime: '2021-06-15T13:14:00', actualFormat: 'dd/MM/yyyy HH:mm' }, true],
  ['nope', { before: at }, false],
  ['2'.repeat(101), { before: at }, false],
  ['nope', { not: { before: at } }, true],
  [days(1000), { after: 'now +999 days' }, true],
  [days(1000), { after: 'now +1001 days' }, false],
  [days(-5), { before: 'now -1 days' }, true],
  [days(-5), { after: '-10 days' }, true],
  [days(-5), { before: 'now' }, true],
  [days(-500), { before: 'now -1 years' }, true],
  [days(-500), { before: 'now -24 months' }, false],
  [days(-5), { after: 'now +1 months', truncateExpected: month }, false],
  [days(-500), { before: 'now +0 days', truncateExpected: month, applyTruncationLast: 'true' }, true],
  truncated('first second of minute', '2021-06-15T12:34:00Z'),
  truncated('first minute of hour', '2021-06-15T12:00:00Z'),
  truncated('first hour of day', '2021-06-15T00:00:00Z'),
  truncated(month, '2021-06-01T00:00:00Z'),
  truncated('first day of next month', '2021-07-01T00:00:00Z'),
  truncated('last day of month', '2021-06-30T00:00:00Z'),
  truncated('first day of year', '2021-01-01T00:00:00Z'),
  truncated('first day of next year', '2022-01-01T00:00:00Z'),
  truncated('last day of year', '2021-12-31T00:00:00Z'),
  [at, { equalToDateTime: '2021-06-20T13:00:00Z', truncateActual: month, truncateExpected: month }, false]
]
