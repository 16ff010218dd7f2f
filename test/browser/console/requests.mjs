import assert from 'node:assert/strict'
import { checkAccessibility, NARROW, openConsole } from '../support/console-page.mjs'
import { API, GONE, row, send, withRequests } from '../support/requests.mjs'

export const scenarios = {
  async 'requests appear as they happen; the selected one has its own address and stays where it is'(browser) {
    await withRequests(browser, '', async (page, mock) => {
      await page.getByText('No requests yet. Send one:').waitFor()
      assert.match(await page.getByRole('group', { name: 'command' }).innerText(), /^curl -sS http/)
      await send(mock, 'POST', '/users', { user: { identifier: 'amara' } })
      await row(page, /POST \/users/).click()
      await page.waitForURL(/\/console\/requests\/[\w-]{36}$/)
      await page.getByRole('heading', { name: '200 POST /users' }).waitFor()
      const top = await page.evaluate(topOf, 'POST')
      for (let i = 0; i < 60; i++) await send(mock, 'GET', `/users?page=${i}`)
      await page.getByRole('button', { name: '60 new' }).waitFor()
      assert.equal(await page.evaluate(topOf, 'POST'), top, 'the selected row')
      await page.getByRole('button', { name: '60 new' }).click()
      await row(page, 'page=59').waitFor()
      await page.reload()
      await page.getByRole('heading', { name: '200 POST /users' }).waitFor()
      await row(page, /POST/).waitFor()
      await checkAccessibility(page)
    })
  },

  async 'the search is in the URL, applies to new requests, and says what is wrong with it'(browser) {
    await withRequests(browser, '?q=status%3A4xx+method%3Aget', async (page, mock) => {
      await page.getByText('live', { exact: true }).waitFor()
      await send(mock, 'GET', '/users')
      await send(mock, 'POST', '/nowhere', {})
      await send(mock, 'GET', '/users/USR-x')
      await send(mock, 'GET', '/user')
      await page.getByText('2 of 4').waitFor()
      const search = page.getByRole('searchbox', { name: 'Search requests' })
      for (const [query, count] of [
        ['is:unmatched', '2 of 4'],
        ['is:rejected -is:unmatched', '1 of 4'],
        ['path:/users', '2 of 4'],
        ['path:/user*x', '1 of 4'],
        ['"GET /user"', '3 of 4'],
        ['status:2xx,none', '1 of 4']
      ]) {
        await page.keyboard.press('/')
        await search.fill(query)
        await page.waitForURL((url) => url.searchParams.get('q') === query)
        await page.getByText(count, { exact: true }).waitFor()
      }
      await search.fill('statsu:404 is:odd status:')
      const problems = page.getByRole('alert')
      await problems
        .getByText("unknown filter 'statsu' (available: status, method, path, is, stub, test, trace, api)")
        .waitFor()
      await problems.getByText('is:odd: expected one of unmatched').waitFor()
      await problems.getByText('missing value: write status:VALUE').waitFor()
      await search.fill('nothing has this')
      await page.getByText('None of the 4 requests matches “nothing has this”.').waitFor()
      await search.press('Escape')
      await page.getByText('4', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Unmatched' }).click()
      await page.waitForURL(/q=is%3Aunmatched/)
      assert.equal(await page.getByRole('button', { name: 'Unmatched' }).getAttribute('aria-pressed'), 'true')
      await page.getByRole('option').nth(1).waitFor()
      assert.equal(await page.getByRole('option').count(), 2)
    })
  },

  async 'the detail shows what a request changed, and undoes it'(browser) {
    await withRequests(browser, '', async (page, mock) => {
      const { user } = await send(mock, 'POST', '/users', { user: { identifier: 'amara', metadata: '' } })
      await send(mock, 'PUT', `/users/${user.guid}`, { user: { is_disabled: true } })
      await row(page, /PUT/).click()
      const changed = page.getByRole('region', { name: 'What it changed' })
      await changed.getByRole('row', { name: 'is_disabled false true' }).waitFor()
      assert.equal(await changed.getByRole('row').count(), 2, 'only the changed field')
      await changed.getByRole('link', { name: user.guid }).waitFor()
      assert.match(
        await changed.getByRole('link', { name: 'History' }).getAttribute('href'),
        new RegExp(`key=${user.guid}`)
      )
      await page.getByText('"is_disabled": true').first().waitFor()
      await changed.getByRole('button', { name: 'Undo revision 2' }).click()
      await page.getByText('Undid revision 2').waitFor()
      assert.equal((await send(mock, 'GET', `/users/${user.guid}`)).user.is_disabled, false)
      await page.getByRole('status', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
      await page.getByText('Undone', { exact: true }).waitFor()
      assert.equal((await send(mock, 'GET', `/users/${user.guid}`)).user.is_disabled, true)
    })
  },

  async 'it says why a request was rejected or unmatched'(browser) {
    await withRequests(browser, '', async (page, mock) => {
      const stub = { name: 'nearly', request: { method: 'PUT', urlPath: '/user' }, response: { status: 503 } }
      await mock.call('POST', '/__admin/mappings', stub)
      await send(mock, 'GET', '/user')
      await send(mock, 'GET', '/users', undefined, { 'MX-API-Key': 'wrong', 'MX-Client-ID': 'wrong' })
      await row(page, /GET \/user unmatched/).click()
      const why = page.getByRole('region', { name: 'Why nothing matched' })
      await why.getByText("no such resource '/user'").waitFor()
      await why.getByRole('link', { name: 'nearly' }).waitFor()
      await why.getByRole('row', { name: 'method PUT GET no' }).waitFor()
      await why.getByText('Nearest route').first().waitFor()
      await checkAccessibility(page)
      await row(page, /401 GET \/users/).click()
      await page.getByRole('region', { name: 'Why it was rejected' }).getByText('unknown credential').waitFor()
    })
  },

  async 'two clicks change the next response to a request'(browser) {
    await withRequests(browser, '', async (page, mock) => {
      await send(mock, 'POST', '/users', { user: { identifier: 'first' } })
      await row(page, /POST/).click()
      const next = page.getByRole('button', { name: 'Next time, respond with' })
      const status = async (identifier) => {
        const started = performance.now()
        const sent = fetch(`${mock.url}/users`, {
          method: 'POST',
          headers: API,
          body: JSON.stringify({ user: { identifier } })
        })
        const result = await sent.then(
          (response) => response,
          () => undefined
        )
        return [result?.status, result?.headers.get('retry-after'), performance.now() - started >= 3000]
      }
      const choose = async (label) => {
        await next.click()
        await page.getByRole('button', { name: label }).click()
        await page.getByText(`Next POST /users: ${label}`).waitFor()
      }
      await choose('503 once')
      assert.deepEqual(await status('a'), [503, null, false])
      assert.deepEqual(await status('a'), [200, null, false], 'only once')
      await choose('429 with Retry-After')
      assert.deepEqual(await status('b'), [429, '1', false])
      await page.getByRole('searchbox').fill('stub:503')
      await page.getByText('1 of 4').waitFor()
      await page.getByRole('searchbox').fill('')
      await choose('3 s delay')
      const slow = status('b')
      await row(page, /^… POST/).click()
      await page.getByRole('heading', { name: '… POST /users' }).waitFor()
      assert.deepEqual(await slow, [200, null, true])
      await page.getByRole('heading', { name: '200 POST /users' }).waitFor()
      await page.getByRole('region', { name: 'What it changed' }).getByText('Added').waitFor()
      await choose('Drop connection after applying')
      assert.deepEqual(await status('c'), [undefined, undefined, false])
      assert.equal((await status('c'))[0], 409, 'it was applied')
      await next.click()
      const created = page.waitForResponse((response) => response.request().method() === 'POST')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      const { id } = await (await created).json()
      const messages = page.getByRole('status', { name: 'Messages' })
      const link = messages.getByRole('link', { name: 'Show stub' })
      await link.and(page.locator(`[href$="stubs/${id}"]`)).waitFor()
      await messages.getByRole('button', { name: 'Undo' }).last().click()
      await page.getByText('The stub was removed').waitFor()
      const { mappings } = await mock.call('GET', '/__admin/mappings')
      assert.ok(!mappings.some((stub) => stub.id === id))
    })
  },

  async 'everything works with the keyboard, and a phone shows the list or the detail'(browser) {
    await withRequests(
      browser,
      '',
      async (page, mock) => {
        for (const path of ['/users/1', '/users/2', '/users/3']) await send(mock, 'GET', path)
        await row(page, '/users/3').waitFor()
        await page.keyboard.press('j')
        await page.getByRole('heading', { name: '404 GET /users/3' }).waitFor()
        await page.keyboard.press('j')
        await page.getByRole('heading', { name: '404 GET /users/2' }).waitFor()
        await page.keyboard.press('k')
        await page.getByRole('heading', { name: '404 GET /users/3' }).waitFor()
        assert.equal(await page.getByRole('listbox').isVisible(), false, 'the list')
        await page.keyboard.press('Enter')
        assert.equal(await page.evaluate(() => document.activeElement.id), 'request')
        const width = await page.evaluate(() => document.documentElement.scrollWidth)
        assert.equal(width, NARROW.width, 'nothing is wider than the page')
        await checkAccessibility(page)
        await page.keyboard.press('Escape')
        await page.getByRole('listbox', { name: 'Requests' }).waitFor()
        for (let i = 0; i < 60; i++) await send(mock, 'GET', `/users?page=${i + 1}`)
        await page.getByText('63', { exact: true }).waitFor()
        await page.getByRole('listbox').hover()
        await page.mouse.wheel(0, 1000)
        const last = row(page, /page=15(?!\d)/)
        await last.click()
        const scrolled = () => page.evaluate(() => document.querySelector('[aria-label=Requests]').scrollTop)
        const before = await scrolled()
        assert.ok(before > 0, 'it is scrolled')
        await page.getByRole('link', { name: 'All requests' }).click()
        await last.waitFor()
        assert.equal(await scrolled(), before, 'the list did not move')
      },
      { viewport: NARROW }
    )
  },

  async 'a reset empties the list, in two pages at once'(browser) {
    await withRequests(browser, '', async (page, mock) => {
      const other = await openConsole(browser, mock.url, '/console/requests', { mayFail: GONE })
      await send(mock, 'GET', '/users')
      await row(page, '/users').click()
      await row(other.page, '/users').waitFor()
      await page.getByRole('button', { name: 'Reset' }).click()
      for (const { getByText } of [page, other.page].map((one) => ({ getByText: (text) => one.getByText(text) }))) {
        await getByText('No requests yet. Send one:').waitFor()
      }
      await page.reload()
      await page.getByText('The journal no longer contains this request').waitFor()
      await other.close()
    })
  }
}

/** Where the row of a text is on the page. */
const topOf = (text) =>
  [...document.querySelectorAll('[role=option]')]
    .find((option) => option.textContent.includes(text))
    ?.getBoundingClientRect().top
