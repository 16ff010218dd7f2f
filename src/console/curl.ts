import { quoted } from './shell-quote.ts'

export interface CurlCommand {
  readonly options: string
  readonly method: string
  /** Without placeholders. */
  readonly url: string
  /** The URL as a word of a shell; `url` in quotes if omitted. */
  readonly urlWord?: string
  readonly hasBody: boolean
  /** Headers and the body, as words of a shell. */
  readonly words: readonly string[]
}

/** A curl command, one word per line. */
export function curlCommand({ options, method, url, urlWord = quoted(url), hasBody, words }: CurlCommand): string {
  const isUsual = method === (hasBody ? 'POST' : 'GET') || method === 'HEAD'
  return [
    `curl ${options}${isUsual ? '' : ` -X ${quoted(method)}`} ${urlWord}`,
    // Otherwise curl interprets parts of the address.
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...(/\/\.{1,2}(?:[/?]|$)/.test(url) ? ['--path-as-is'] : []),
    ...words
  ].join(' \\\n  ')
}

/** A command that reads a URL. */
export const curlText = (url: string, headers: Readonly<Record<string, string>>): string =>
  curlCommand({
    options: '-sS',
    method: 'GET',
    url,
    hasBody: false,
    words: Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  })
