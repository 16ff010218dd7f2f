/** Responses whose templates are not accepted, and why. */
export const INVALID: readonly (readonly [response: object, pointer: string, detail: RegExp])[] = [
  [{ body: '{{a}}{{' }, '/response/body', /invalid/],
  [{ body: `{{upper ${'(upper '.repeat(150)}'a'${')'.repeat(150)}}}` }, '/response/body', /nested deeper than 100/],
  [{ body: 'a\n{{#if x}}' }, '/response/body', /line 2/],
  [{ body: '{{nope 1}}' }, '/response/body', /line 1, column 1: the helper 'nope' is not supported/],
  [
    { body: '{{#if (randomBoolean)}}a{{/if}}' },
    '/response/body',
    /column 7: the helper 'randomBoolean' is not supported/
  ],
  [{ body: '{{hostname}}' }, '/response/body', /the helper 'hostname' is not supported/],
  [{ body: "{{#x}}{{systemValue key='PATH'}}{{/x}}" }, '/response/body', /'systemValue' is not supported/],
  [{ jsonBody: { a: '{{> file}}' } }, '/response/jsonBody', /partials/],
  [{ headers: { 'X-A~B': ['a', '{{/if}}'] } }, '/response/headers/X-A~0B', /invalid/],
  [{ body: '{{#if a}}'.repeat(200) + '{{/if}}'.repeat(200) }, '/response/body', /nested deeper than 100 levels/],
  [{ body: `{{#if a}}${'{{else if a}}'.repeat(200)}{{/if}}` }, '/response/body', /nested deeper than 100 levels/],
  [{ body: `{{a ${'('.repeat(200)}` + `b 1${')'.repeat(200)}}}` }, '/response/body', /nested|not supported|invalid/],
  [
    { body: '{{a}}'.repeat(7000) },
    '/response/body',
    /the tags of the template have 35000 characters together, more than the limit of 12288/
  ],
  [
    { body: '{{#if a}}'.repeat(20_000) + '{{/if}}'.repeat(20_000) },
    '/response/body',
    /more than the limit of 262144|nested/
  ],
  [{ body: "{{(lookup a 'b').c}}" }, '/response/body', /a path must not contain a call/],
  [
    { body: `{{a}}${' '.repeat(300_000)}` },
    '/response/body',
    /the template has 300005 characters, more than the limit of 262144/
  ],
  [{ transformers: ['emulate', 'response-template'] }, '/response/transformers', /not supported together/],
  [{ transformers: ['nope'] }, '/response/transformers/0', /response-template/]
]
