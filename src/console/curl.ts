import { quoted } from './shell-quote.ts'

/** A command that reads a URL. */
export const curlText = (url: string, headers: Readonly<Record<string, string>>): string =>
  [
    `curl -sS ${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  ].join(' \\\n  ')
