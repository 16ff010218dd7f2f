import type { TSchema } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import { type Exchange, isObject } from './exchange.ts'

/** An expected text: exactly this one, or one that matches. */
export type Text = string | RegExp

/** What a response must be. Whatever an expectation omits may be anything. */
export interface Expectation {
  /** The status, one of several, or any other. */
  readonly status?: number | readonly number[] | { readonly not: number }
  /** By lower-case name; `undefined` for a header that must be absent. */
  readonly headers?: Readonly<Record<string, Text | undefined>>
  /** The whole body. */
  readonly body?: Text
  /** Members of the JSON body, at any depth. Other members may be there too; arrays have exactly these elements. */
  readonly json?: Json
  /** A JSON Schema of the JSON body. */
  readonly schema?: TSchema
}

/** A part of a JSON body. A regular expression matches a string. */
export type Json =
  | null
  | boolean
  | number
  | string
  | RegExp
  | readonly Json[]
  | { readonly [name: string]: Json | undefined }

/** Whether an expectation concerns the body. */
export const concernsBody = ({ body, json, schema }: Expectation): boolean =>
  body !== undefined || json !== undefined || schema !== undefined

/** How a response differs from an expectation: one line for each difference, with the expected and the actual value. */
export function differences(exchange: Exchange, expected: Expectation): string[] {
  const { status, headers, body = '' } = exchange.response
  const found: string[] = []
  const report = (part: string, wanted: unknown, actual: unknown) =>
    found.push(`${part}: expected ${show(wanted)}, got ${show(actual)}`)

  if (expected.status !== undefined && !isStatus(status, expected.status)) report('status', expected.status, status)
  for (const [name, text] of Object.entries(expected.headers ?? {})) {
    if (!isText(headers[name], text)) report(name, text, headers[name])
  }
  if (expected.body !== undefined && !isText(body, expected.body)) report('body', expected.body, body)
  if (expected.json !== undefined) {
    for (const [path, wanted, actual] of unequalParts(exchange.received, expected.json)) {
      report(`body${path}`, wanted, actual)
    }
  }
  if (expected.schema !== undefined && !Check(expected.schema, exchange.received)) report('body', expected.schema, body)
  return found
}

function isStatus(status: number, expected: NonNullable<Expectation['status']>): boolean {
  if (typeof expected === 'number') return status === expected
  return 'not' in expected ? status !== expected.not : expected.includes(status)
}

function isText(actual: unknown, expected: Text | undefined): boolean {
  return expected instanceof RegExp ? typeof actual === 'string' && expected.test(actual) : actual === expected
}

/** The innermost parts that differ, with their JSON pointers. */
function unequalParts(actual: unknown, expected: Json, path = ''): [path: string, expected: Json, actual: unknown][] {
  if (!isObject(expected) || expected instanceof RegExp) {
    return isText(actual, expected as Text) ? [] : [[path, expected as Json, actual]]
  }
  if (!isObject(actual) || Array.isArray(actual) !== Array.isArray(expected)) return [[path, expected as Json, actual]]
  if (Array.isArray(expected) && expected.length !== actual['length']) return [[path, expected, actual]]
  return Object.entries(expected).flatMap(([name, part]) =>
    part === undefined ? [] : unequalParts(actual[name], part, `${path}/${name}`)
  )
}

/** Longer values would hide the rest of a report. */
const LONGEST_SHOWN = 300

function show(value: unknown): string {
  const text =
    value instanceof RegExp ? String(value) : value === undefined ? 'none' : (JSON.stringify(value, withPatterns) ?? '')
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}

const withPatterns = (_: string, value: unknown): unknown => (value instanceof RegExp ? String(value) : value)
