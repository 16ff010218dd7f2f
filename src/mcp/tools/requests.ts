import { Type } from '@sinclair/typebox'
import { document, input, pathTo, text, tool, whole, withQuery } from '../tool.ts'

const DEFAULT_LIMIT = 20
const pattern = document(
  'a WireMock request pattern, such as {"method":"POST","urlPath":"/users","bodyPatterns":[{"matchesJsonPath":"$.user"}]}; {} for all requests'
)
const id = text('the id of the request, as list_requests shows it')

export const requestTools = [
  tool({
    name: 'list_requests',
    title: 'List requests',
    description:
      'Lists the requests that clients sent to the mock, newest first: method, URL, status, and which stub responded. Use it to see what a test did, and get_request for headers and bodies.',
    kind: 'reads',
    input: input({
      limit: Type.Optional(whole(0, 1000, `the maximum number of requests; ${DEFAULT_LIMIT} by default`)),
      offset: Type.Optional(whole(0, 9_999_999_999, 'how many requests to skip')),
      unmatched: Type.Optional(
        Type.Boolean({ description: 'true: only requests that no route of an API and no stub matched' })
      )
    }),
    call: ({ limit = DEFAULT_LIMIT, offset, unmatched }) => ({
      method: 'GET',
      path: withQuery('requests', { summary: true, limit, offset, unmatched })
    })
  }),
  tool({
    name: 'find_requests',
    title: 'Find requests',
    description:
      'Finds the requests that match a pattern, with headers and bodies, and says how many there are. Use it to verify what a client sent. list_requests shows their ids.',
    kind: 'reads',
    input: input({
      pattern,
      limit: Type.Optional(
        whole(1, 1000, `the maximum number of requests, the newest ones; ${DEFAULT_LIMIT} by default`)
      )
    }),
    call: ({ pattern }) => ({ method: 'POST', path: 'requests/find', body: pattern }),
    show(result, { limit = DEFAULT_LIMIT }) {
      const requests: readonly unknown[] = Reflect.get(Object(result), 'requests') ?? []
      return { total: requests.length, requests: requests.slice(-limit) }
    }
  }),
  tool({
    name: 'wait_for_requests',
    title: 'Wait for requests',
    description:
      'Waits until so many requests match a pattern, and returns how many do. Use it when the client works in the background.',
    kind: 'reads',
    input: input({
      pattern,
      atLeast: Type.Optional(whole(1, 1_000_000, 'how many requests to wait for; 1 by default')),
      timeoutMs: Type.Optional(whole(0, 50_000, 'the longest time to wait, in milliseconds; 5000 by default'))
    }),
    call: ({ pattern, atLeast = 1, timeoutMs = 5000 }) => ({
      method: 'POST',
      path: withQuery('requests/count', { atLeast, timeoutMs }),
      body: pattern
    })
  }),
  tool({
    name: 'get_request',
    title: 'Read a request',
    description: 'Reads one request with its headers, its body and its response. Credentials are hidden.',
    kind: 'reads',
    input: input({ id }),
    call: ({ id }) => ({ method: 'GET', path: `requests/${pathTo(id)}` })
  }),
  tool({
    name: 'explain_request',
    title: 'Explain a request',
    description:
      'Explains the response to a request: which rule of the emulated API rejected it, and part by part why a stub matched or did not match.',
    kind: 'reads',
    input: input({
      id,
      stub: Type.Optional(text('the id of a stub; by default the one that responded, or the nearest one'))
    }),
    call: ({ id, stub }) => ({ method: 'GET', path: withQuery(`requests/${pathTo(id)}/explanation`, { stub }) })
  }),
  tool({
    name: 'find_near_misses',
    title: 'Find near misses',
    description: 'Finds the requests that are closest to a pattern. Use it when find_requests finds nothing.',
    kind: 'reads',
    input: input({ pattern }),
    call: ({ pattern }) => ({ method: 'POST', path: 'near-misses/request-pattern', body: pattern })
  }),
  tool({
    name: 'clear_requests',
    title: 'Clear the request journal',
    description: 'Removes all requests from the journal. Records and stubs stay.',
    kind: 'changes',
    input: input({}),
    call: () => ({ method: 'DELETE', path: 'requests' })
  })
]
