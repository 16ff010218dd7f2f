/** JSON values of patterns and bodies that are equal, except for how they are written. */
export const EQUAL_NUMBERS: [expected: string, actual: string, isEqual: boolean][] = [
  ['1', '1.0', true],
  ['1.00', '1.0', true],
  ['1e2', '100.0', true],
  ['0.1', '0.10', true],
  ['-0', '0.0', true],
  ['614170000063097008', '614170000063097009', false],
  ['12345678901234567890', '12345678901234567891', false],
  ['12345678901234567890.50', '12345678901234567890.5', true],
  ['9007199254740993', '9007199254740993.0', true],
  ['9007199254740993', '9007199254740992', false],
  ['1e400', '1e401', false],
  ['1e400', '10e399', true],
  ['0.1000000000000000000001', '0.1', false],
  ['"#{json-unit.any-number}"', '1.0', true],
  ['"#{json-unit.any-string}"', '1.0', false],
  ['{"a":1}', '1.0', false],
  ['1.0', '{}', false],
  ['"1.0"', '1.0', false]
]

/** Numbers in a body, and the texts that patterns compare. */
export const TEXTS: [number: string, text: string][] = [
  ['1.0', '1.0'],
  ['1.00', '1.0'],
  ['1e2', '100.0'],
  ['1e-7', '1.0E-7'],
  ['1.25e-7', '1.25E-7'],
  ['0.10', '0.1'],
  ['0.0001', '1.0E-4'],
  ['9007199254740993', '9007199254740993'],
  ['12345678901234567890', '12345678901234567890'],
  ['12345678901234567890.5', '12345678901234567890.5'],
  ['123456789.125', '1.23456789125E8'],
  ['1.5e300', '1.5E300'],
  ['1e400', 'Infinity'],
  ['-0', '0'],
  ['-0.0', '-0.0'],
  ['0.0', '0.0'],
  ['true', 'true'],
  [
    '{"b":1.50,"10":[1,{"c":2}],"d":{},"e":[],"f":"é/"}',
    '{\n  "b" : 1.5,\n  "10" : [ 1, {\n    "c" : 2\n  } ],\n  "d" : { },\n  "e" : [ ],\n  "f" : "é/"\n}'
  ],
  ['[[1,{"b":1.50}]]', '[1,{"b":1.5}]']
]

/** JSONPath filters, and whether they select the only element of the list `l`. */
export const FILTERS: [element: string, filter: string, isSelected: boolean][] = [
  ['{"s":2}', "@.s == '2'", true],
  ['{"s":2.0}', "@.s == '2'", true],
  ['{"s":"2"}', '@.s == 2', true],
  ['{"s":"2.0"}', '@.s == 2', false],
  ['{"s":"02"}', '@.s == 2', false],
  ['{"s":"x"}', '@.s == 2', false],
  ['{"s":2}', "@.s == 'x'", false],
  ['{"s":"2"}', '@.s != 2', false],
  ['{"s":2}', "@.s != '2'", false],
  ['{"s":"3"}', '@.s > 2', false],
  ['{"s":3}', "@.s < '9'", false],
  ['{"s":3}', "@.s <= '3'", false],
  ['{"s":"3"}', '@.s >= 3', false],
  ['{"s":3.0}', '@.s >= 3 && @.s <= 3', true],
  ['{"s":2.0}', '@.s > 1.5', true],
  ['{"s":"b"}', "@.s > 'a'", true],
  ['{"s":1.0,"t":"1"}', '@.s == @.t', true],
  ['{"s":9007199254740993}', '@.s == 9007199254740992', false],
  ['{"s":1}', '@.s == true', false],
  ['{"s":null}', '@.s == null', true],
  ['{"t":1}', '!(@.s == 1)', true]
]

/** How many members or elements there are. */
export const LENGTHS: [body: string, expression: string, length: string, isFound: boolean][] = [
  ['{"a":1,"b":2}', '$.length()', '2', true],
  ['{"a":{"x":1}}', '$.a.size()', '1', true],
  ['[1,2,3]', '$.length()', '3', true],
  ['{"a":"abc"}', '$.a.length()', '3', false],
  ['{"a":1.0}', '$.a.length()', '1', false]
]

/** Bodies of stubs that are sent as they are. */
export const BODIES = [
  '{"id":12345678901234567890,"f":1.0,"10":1,"b":2,"9":[1.50,{"1":0,"__proto__":1}]}',
  '[9007199254740993,0.10,"1.0",1.10,"é"]',
  '1.00',
  '{"a":{"2":true,"1":null}}',
  '100000000000000000000'
]
/** The same, but WireMock writes other digits for the same number: `100`, `1`, `0`, `0.0000001`, `1` with 400 zeros. */
export const REWRITTEN_BODIES = ['1e2', '0.1e1', '-0', '1e-7', '1E400']
