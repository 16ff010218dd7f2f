import { readFileSync } from 'node:fs'
import type { Test } from 'tap'
import { parse } from 'yaml'
import { mockFor } from '../support/mock.ts'
import { RawConnection } from '../support/raw.ts'

/** Every document is served in four forms, which name the server that serves them. */
export async function servedDocuments(t: Test): Promise<void> {
  const { url } = await mockFor(t)
  for (const name of ['atrium', 'atms', 'admin']) {
    for (const [file, type, openapi] of [
      [`${name}.json`, 'application/json; charset=utf-8', '3.1.0'],
      [`${name}.yaml`, 'application/yaml; charset=utf-8', '3.1.0'],
      [`${name}-3.0.json`, 'application/json; charset=utf-8', '3.0.3']
    ] as const) {
      const response = await fetch(`${url}/docs/${file}`)
      const served = await response.text()
      t.equal(response.headers.get('content-type'), type, `${file}: type`)
      t.equal(served, readFileSync(`specs/${file}`, 'utf8').replaceAll('http://localhost:3000', url), file)
      t.match(parse(served), { openapi, servers: [{ url }, { url: `${url}/sandboxes/{sandbox}` }] }, `${file}: servers`)
    }
    const version30 = await (await fetch(`${url}/docs/${name}-3.0.json`)).text()
    const yaml30 = await fetch(`${url}/docs/${name}-3.0.yaml`)
    t.equal(yaml30.headers.get('content-type'), 'application/yaml; charset=utf-8', `${name}-3.0.yaml: type`)
    t.strictSame(parse(await yaml30.text()), JSON.parse(version30), `${name}-3.0.yaml`)
    const [json, yaml] = [`specs/${name}.json`, `specs/${name}.yaml`].map((file) => readFileSync(file, 'utf8'))
    t.strictSame(parse(yaml as string), JSON.parse(json as string), `${name}: YAML and JSON have the same content`)
  }
  const list = await (await fetch(`${url}/docs/llms.txt`)).text()
  t.equal(list, readFileSync('docs/llms.txt', 'utf8'), 'the list of pages for language models')
  const sources = [...list.matchAll(/\]\((\S+\.md)\)/g)].map(([, name = '']) => name)
  t.ok(sources.includes('chaos.md'), 'it lists the pages of the guide')
  for (const name of sources) {
    const source = await fetch(`${url}/docs/${name}`)
    t.equal(source.headers.get('content-type'), 'text/markdown; charset=utf-8', `${name}: type`)
    t.equal(await source.text(), readFileSync(`docs/${name}`, 'utf8'), name)
  }
  t.equal((await fetch(`${url}/docs/nothing.md`)).status, 404)
  const page = await (await fetch(`${url}/docs/api`)).text()
  for (const file of ['atrium.yaml', 'atms-3.0.json', 'admin.json'])
    t.match(page, `href="/docs/${file}"`, `link to ${file}`)
  const connection = await RawConnection.open(t, url)
  const { text } = await connection.send(['GET /docs/atrium.json HTTP/1.0'])
  t.equal(text, readFileSync('specs/atrium.json', 'utf8'), 'a request without a host')
}
