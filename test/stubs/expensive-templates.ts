import type { Test } from 'tap'
import { Problems } from '../../src/common/problems.ts'
import { RequestView } from '../../src/wiremock/journal/request-view.ts'
import { Work } from '../../src/wiremock/matching/work.ts'
import { HELPERS } from '../../src/wiremock/templates/helpers/index.ts'
import { compileResponseTemplate } from '../../src/wiremock/templates/response-template.ts'
import { controlFor } from '../support/control.ts'
import { EXPENSIVE_TEMPLATES } from '../support/expensive-templates.ts'

const MEBIBYTE = 1024 * 1024
/** A third of what a server allows, which saves time. */
const MAX_STEPS = 1_000_000
const transformers = ['response-template']

/** Why a template cannot be rendered, and how much memory was reserved meanwhile, in bytes. */
function failure(template: string, body: string): { readonly message: string; readonly reserved: number } {
  const problems = new Problems()
  const texts = { text: template, bytes: Buffer.from(template), pointer: '', fileName: undefined }
  const compiled = compileResponseTemplate(texts, {}, '', problems)
  const sent = { method: 'POST', url: '/x', rawHeaders: [], receivedAt: 0, body, text: undefined }
  const received = { ...sent, scheme: 'http', clientIp: '' }
  const work = new Work(MAX_STEPS)
  work.startTurn()
  let reserved = 0
  try {
    compiled.render({
      request: { view: new RequestView(received, work), received, id: '', pathParameters: new Map() },
      parameters: undefined,
      work,
      random: () => 0.5,
      now: () => new Date(0),
      reserve: (bytes) => {
        reserved = Math.max(reserved, bytes)
      }
    })
  } catch (error) {
    return { message: (error as Error).message, reserved }
  }
  return { message: `none; ${JSON.stringify(problems.listed)}`, reserved }
}

/** Templates that need much time or memory. */
export async function expensiveTemplates(t: Test): Promise<void> {
  t.test('the worst input of each helper ends at a limit', async (t) => {
    for (const { name, template, body, response } of EXPENSIVE_TEMPLATES) {
      const { message, reserved } = failure(template, body)
      t.match(message, response, name)
      t.ok(reserved < 24 * MEBIBYTE, `${name}: ${reserved} bytes`)
    }
    const used = EXPENSIVE_TEMPLATES.map(({ template }) => template).join()
    for (const name of Object.keys(HELPERS)) t.ok(used.search(`[({#]${name} `) >= 0, `${name} is in the table`)
  })

  t.test('rendering reserves memory and releases it', async (t) => {
    const { admin, send, stub } = await controlFor(t, { maxMemory: 300_000 })
    const body = "{{#if (parseJson request.body 'a')}}{{/if}}{{#if (parseJson request.body 'b')}}{{/if}}{{a}}"
    await stub({ request: { url: '/x' }, response: { body, transformers } })
    t.equal((await send('POST', '/x', { body: '"text"' })).text, 'text', 'a short text')
    const { status, text } = await send('POST', '/x', { body: JSON.stringify('a'.repeat(900_000)) })
    t.equal(status, 503, 'a long text: the status')
    t.match(text, /not enough memory for this request/, 'the reason')
    await stub({ request: { url: '/x' }, response: { body: '{{parseJson request.body}}', transformers } })
    t.equal((await send('POST', '/x', { body: `${'['.repeat(100_000)}` })).status, 500, 'invalid JSON')
    t.equal((await admin('GET', 'health')).json.memory.requests, 0, 'no memory stays reserved')
  })

  t.test('rendered headers have a limit', async (t) => {
    const { send, stub } = await controlFor(t)
    const headers = { 'X-A': '{{request.body}}', 'X-B': ['{{request.body}}', 'b'] }
    await stub({ request: { url: '/x' }, response: { headers, transformers } })
    t.equal((await send('POST', '/x', { body: 'a'.repeat(5000) })).headers.get('x-a')?.length, 5000, 'below it')
    const { status, text } = await send('POST', '/x', { body: 'a'.repeat(33_000) })
    t.equal(status, 500, 'beyond it: the status')
    t.match(text, /the headers together exceed the limit of 65536 characters/, 'the reason')
  })

  t.test('long regular expressions are evaluated in turns', async (t) => {
    const { send, stub } = await controlFor(t)
    const expression = `a{5}${'b?'.repeat(600)}`
    for (const [helper, expected] of [
      ['matches', 'true'],
      ['regexExtract', 'aaaaa']
    ] as const) {
      const body = `{{${helper} 'aaaaa' '${expression}'}}`
      await stub({ request: { url: '/x' }, response: { body, transformers } })
      t.equal((await send('GET', '/x')).text, expected, helper)
    }
  })

  t.test('a long part of a long repetitive text is found in time', async (t) => {
    const { send, stub } = await controlFor(t)
    const half = 'a'.repeat(50_000)
    const part = `${half}b${half}`
    const request = { url: '/x', bodyPatterns: [{ contains: part }] }
    await stub({ request, response: { body: `{{replace request.body '${part.slice(0, 100)}' 'x'}}`, transformers } })
    t.equal((await send('POST', '/x', { body: `${half}a${part}` })).text.length, 1502, 'found')
    t.equal((await send('POST', '/x', { body: `${half}${half}${half}` })).status, 404, 'not found')
  })
}
