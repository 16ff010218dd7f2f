import { addressOf, type Call, type Collection, headersOf, VARIABLES } from './calls.ts'

/** A file for the HTTP clients of JetBrains, Visual Studio and VS Code, and for httpYac. */
export function httpFile({ title, calls, headers, variables }: Collection): string {
  const values = Object.entries({ ...VARIABLES, ...variables }).map(([name, value]) => `@${name} = ${value}\n`)
  return [`# ${title}\n\n${values.join('')}`, ...calls.map((call) => requestOf(call, headers))].join('\n')
}

function requestOf(call: Call, common: Collection['headers']): string {
  const path = call.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(call.pathValues[name] ?? ''))
  const headers = Object.entries({ ...common, ...headersOf(call) }).map(([name, value]) => `${name}: ${value}\n`)
  const body = call.body === undefined ? '' : `\n${call.body.text}\n`
  return `### ${call.name}\n${call.method.toUpperCase()} ${addressOf(call, path)}\n${headers.join('')}${body}`
}
