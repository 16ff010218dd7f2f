import type { Behavior } from './behavior.ts'
import type { Exchange } from './exchange.ts'
import type { Expectation } from './expectation.ts'

/** Why we believe a rule. Each contract explains the words. */
export type Evidence = 'recorded' | 'documented' | 'successor' | 'client' | 'framework' | 'field' | 'assumed'

/** What the exchanges so far have shown about the state of a server. It never guesses: what was not seen is unknown. */
export interface Observations {
  /** The alternatives that the server follows, as far as that is known. */
  readonly chosen: Behavior
  /** Learns from an exchange, after the rules were evaluated for it. */
  observe(exchange: Exchange): void
  /** About how much memory it takes. */
  readonly bytes: number
}

/**
 * A rule of a contract: whenever it applies to an exchange, the response must be as expected. Both depend on nothing but the exchange and
 * what came before it, so a rule can be evaluated for a case, a recorded exchange, and an entry of a journal.
 */
export interface Rule<B extends Observations = Observations> {
  /** `{api}.{section}.{rule}`. A comment `rule: {id}` marks the line that implements it. */
  readonly id: string
  /** What the rule is about. Only rules in which the real service could differ have one. */
  readonly subject?: string
  /** Markdown. */
  readonly text: string
  readonly evidence: Evidence
  /** Where the evidence can be read. */
  readonly source?: string
  /** Whether the rule says something about this exchange. It must not depend on the part of the response that the rule is about. */
  applies(exchange: Exchange, before: B): boolean
  /** Called only if the rule applies. */
  expected(exchange: Exchange, before: B): Expectation
  /** What real services may do instead. */
  readonly alternatives?: readonly Alternative<B>[]
  /** Rules without which the cases of this one show nothing. */
  readonly dependsOn?: readonly string[]
  readonly cases: readonly Case[]
  /** Why there is no case. */
  readonly noCase?: string
  /** Why the rule says nothing about the real service. */
  readonly mockOnly?: string
  /** Why no line of code implements the rule. */
  readonly noCode?: string
}

/** A known way to differ from a rule. */
export interface Alternative<B extends Observations = Observations> {
  /** `405`: unique in its rule. */
  readonly id: string
  /** Markdown: what a server does instead. A sentence that does not need the rule. */
  readonly text: string
  /** For every exchange to which the rule applies. */
  expected(exchange: Exchange, before: B): Expectation
  /**
   * How the published document changes: for an operation, each new status and the response that it is like:
   * `{ 'POST /users': { 201: 'GET /users/{user_guid} 200' } }`. A new success replaces the old one.
   */
  readonly responses?: Readonly<Record<string, Readonly<Record<number, string>>>>
}

/** Requests that demonstrate a rule. They work on any server, whatever it contains. */
export interface Case {
  readonly name: string
  /** Prepares the case. If the response to one of these is unexpected, the case says nothing about its rule. */
  readonly given?: readonly Step[]
  /** The rule must apply to at least one of them. */
  readonly steps: readonly Step[]
  /** What the server must be like, beyond what a client can arrange. */
  readonly needs?: Needs
}

export interface Needs {
  /** What a report says: `an empty list of users`. */
  readonly text: string
  /** How to start a mock like that: options of the library. */
  readonly options: Readonly<Record<string, unknown>>
}

/**
 * One request. `{{name}}` represents a captured value, `{{%name}}` for the same with every byte percent-encoded. Credentials have the names
 * of their headers. `{{unique}}` is a name that belongs to this run of this case, by which leftovers can be recognized: every record that
 * a case creates contains it.
 */
export interface Step {
  /** Method and request target: `GET /users?page=2`. */
  readonly request: string
  /** In addition to the credentials; `undefined` for a header that is not sent. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** Headers that may be wrong credentials. `certify` sends them only if it may write: they could lock an account. */
  readonly credentials?: Readonly<Record<string, string | undefined>>
  /** A text, or a value that is sent as JSON with its Content-Type. */
  readonly body?: string | object
  /** Beyond the rule. A step of `given` must be a success if it does not say otherwise. */
  readonly expect?: Expectation
  /** Values of the response by name: a JSON pointer into its body, or the name of a header. */
  readonly capture?: Readonly<Record<string, string>>
}

/** The rules of a contract, and the prose around them. */
export interface RuleBook<B extends Observations = Observations> {
  /** Paragraphs of Markdown. */
  readonly introduction: readonly string[]
  readonly sections: readonly Section<B>[]
  /**
   * What is known before the first exchange.
   *
   * @param chosen the alternatives that the server follows: they replace the expectations of their rules, and change those of others
   */
  observations(chosen?: Behavior): B
  /** The request that removes what an exchange created: `DELETE /users/…`; `undefined` if it created nothing. */
  removalOf(exchange: Exchange): string | undefined
  readonly listing: Listing
}

/** How to read all records of the kind that cases create. */
export interface Listing {
  /** The first request: `GET /users`. */
  readonly first: string
  /** The request for the next page. */
  next(exchange: Exchange): string | undefined
  /** The records in a response, with the requests that would remove them; `undefined` if the response is not a list. */
  records(exchange: Exchange): readonly ListedRecord[] | undefined
}

export interface ListedRecord {
  readonly removal: string
  /** The record as JSON: what a case created contains its `{{unique}}`. */
  readonly text: string
}

export interface Section<B extends Observations = Observations> {
  readonly title: string
  readonly rules: readonly Rule<B>[]
}

/** All rules of a contract, in the order of its page. */
export const rulesIn = <B extends Observations>({ sections }: RuleBook<B>): Rule<B>[] =>
  sections.flatMap(({ rules }) => rules)

const isRead = ({ request }: Step): boolean => /^(?:GET|HEAD|OPTIONS) /.test(request)
const allSteps = ({ given = [], steps }: Case): Step[] => [...given, ...steps]

/** Whether a case could change a server. Derived from its methods, so that no case can claim otherwise. */
export const writes = (testCase: Case): boolean => !allSteps(testCase).every(isRead)

/** Whether a case may send wrong credentials. */
export const risksCredentials = (testCase: Case): boolean =>
  allSteps(testCase).some(({ credentials }) => credentials !== undefined)
