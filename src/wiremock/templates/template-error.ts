/** In characters: messages can contain long texts of requests. */
const MAX_LENGTH = 500

/** A template that cannot be compiled or rendered. The message says what is wrong. */
export class TemplateError extends Error {
  constructor(message: string) {
    super(message.length > MAX_LENGTH ? `${message.slice(0, MAX_LENGTH)}…` : message)
  }
}
