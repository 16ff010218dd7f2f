import { Type } from '@sinclair/typebox'

const file = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, placeholder: 'FILE', flagOnly: true, description }))

/** The options of a command that reports. */
export const reportOptions = {
  junit: file('write the report to this file in the format of JUnit'),
  json: file('write the report to this file as JSON'),
  markdown: file('write the report to this file in Markdown; $GITHUB_STEP_SUMMARY gets it, too, if it is set')
} as const
