/** A request pattern for /x as WireMock reads it, and whether it is valid. */
export const LENIENT_JSON: readonly (readonly [text: string, isValid: boolean])[] = [
  ['{"url": "/x" // the address\n}', true],
  ['/* a\ncomment */{"url":/**/"/x"}//', true],
  ["{'url':'/x'}", true],
  [`{'url':'/x','bodyPatterns':[{'equalTo':'it\\'s "1" // \\\\'}]}`, true],
  [`{"url":"/x","bodyPatterns":[{"equalTo":"it\\'s \\"1\\" // \\\\"}]}`, true],
  [`{"url":"/x","bodyPatterns":[{"contains":"//"}]} // '`, true],
  ['{"url":"/x",}', false],
  ['{url:"/x"}', false],
  ['{"url":"/x" /* }', false],
  ["{'url':'/x}", false],
  ['# no\n{"url":"/x"}', false]
]
