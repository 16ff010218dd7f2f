/** A template that cannot be compiled or rendered. The message says what is wrong. */
export class TemplateError extends Error {}
