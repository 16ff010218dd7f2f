/** An alternative that the server follows instead of a rule. */
export interface Followed {
  readonly api: string
  readonly rule: string
  readonly alternative: string
  /** Markdown. */
  readonly text: string
  /** The responses that it adds to calls, and the responses that they are like: `{ 'POST /users': { 201: 'POST /users 200' } }`. */
  readonly responses: Readonly<Record<string, Readonly<Record<string, string>>>>
}

interface Response {
  readonly $ref?: string
}
interface Operation {
  responses: Record<string, Response>
}
/** The parts of an OpenAPI document that change. */
interface Document {
  readonly info: { description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly responses: Readonly<Record<string, Response>> }
}

/** A published document as the server behaves: with the responses of the alternatives that it follows. @param text the document as JSON */
export function withFollowed(text: string, followed: readonly Followed[]): string {
  const document: Document = JSON.parse(text)
  const lines = followed.map(({ rule, alternative, text }) => `- \`${rule}\`: \`${alternative}\`. ${text}`)
  document.info.description += `\n\nThis server follows a behavior profile:\n\n${lines.join('\n')}`
  for (const { text, responses } of followed) {
    for (const [call, added] of Object.entries(responses)) {
      const operation = operationOf(document, call)
      for (const [status, like] of Object.entries(added)) addResponse(document, operation, status, like, text)
    }
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function addResponse(document: Document, operation: Operation, status: string, like: string, text: string): void {
  const [method, path, known = ''] = like.split(' ')
  const response = operationOf(document, `${method} ${path}`).responses[known] ?? {}
  const named = response.$ref && document.components.responses[response.$ref.split('/').at(-1) ?? '']
  const isReplaced = (other: string): boolean => status.startsWith('2') && other.startsWith('2')
  const kept = Object.entries(operation.responses).filter(([other]) => !isReplaced(other))
  operation.responses = Object.fromEntries([...kept, [status, { ...(named || response), description: text }]])
}

/** @param call method and path: `POST /users` */
function operationOf({ paths }: Document, call: string): Operation {
  const [method = '', path = ''] = call.split(' ')
  const operation = paths[path]?.[method.toLowerCase()]
  if (operation === undefined) throw new Error(`the published document has no ${call}`)
  return operation
}
