import { BODY, PARAMETERS, RENDERED } from '../../stubs/templates/rendered.ts'
import { get, post, type Row, row, stub, x } from './row.ts'

const transformers = ['response-template']
const response = (body: string): object => ({ body, transformers, transformerParameters: PARAMETERS })
const path = 'one/two%20x/three?a=1&b=x%20y&b=2&e='

/** One row for each template. */
export const templates: Row[] = [
  ...RENDERED.map(([template]) =>
    row(
      `the template ${template}`,
      stub({ request: { urlPathPattern: '/one.*' }, response: response(template) }),
      post(path, BODY, { 'X-One': 'h', cookie: 'c=v' })
    )
  ),
  row(
    'templates in headers',
    stub({
      request: { urlPath: '/x' },
      response: { headers: { 'X-A': '{{request.query.a}}', 'X-L': ['{{request.method}}', 'b'] }, transformers }
    }),
    get('x?a=1')
  ),
  row(
    'a template in a JSON body',
    stub({ request: x, response: { jsonBody: { m: '{{request.method}}', n: 1 }, transformers } }),
    get('x')
  ),
  row('bytes are no template', stub({ request: x, response: { base64Body: 'e3thfX0=', transformers } }), get('x')),
  row('a template without the transformer', stub({ request: x, response: { body: '{{request.method}}' } }), get('x')),
  row('a template that is cut off', stub({ request: x, response: { body: '{{#if', transformers } }), get('x')),
  row(
    'path parameters in a template',
    stub({ request: { urlPathTemplate: '/a/{id}' }, response: { body: '{{request.path.id}}', transformers } }),
    get('a/b%20c')
  ),
  row('a template that fails', stub({ request: x, response: response("{{math 1 '/' 0}}") }), get('x')),
  row('a template with an unknown helper', stub({ request: x, response: response('{{nope 1}}') }), get('x')),
  row(
    'a template with a method as a text',
    stub({ request: x, response: response("{{eq request.method 'GET'}}") }),
    get('x')
  )
]
