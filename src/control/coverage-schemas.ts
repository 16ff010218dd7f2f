import { type Static, Type } from '@sinclair/typebox'
import { CERTAINTY } from '../rules/certainty.ts'
import { Count, closed, Moment } from './schemas.ts'

export const CoverageQuery = Type.Object({
  'all-sandboxes': Type.Optional(
    Type.String({
      pattern: '^(true|false)?$',
      description: 'true, or without a value: all sandboxes together, also dropped ones'
    })
  )
})
export type CoverageQuery = Static<typeof CoverageQuery>

const EVIDENCE = Object.keys(CERTAINTY)

const Evidence = Type.String({
  enum: EVIDENCE,
  // Otherwise oapi-codegen declares a constant `Client`, which is the name of its client.
  'x-enum-varnames': EVIDENCE.map((name) => `Evidence${name.charAt(0).toUpperCase()}${name.slice(1)}`),
  description: 'Why we believe it.'
})

const Texts = (description: string) => Type.Record(Type.String(), Type.String(), { description })

const ExampleRequest = Type.Object(
  {
    method: Type.String(),
    target: Type.String({ description: 'Path and query.' }),
    headers: Texts('By name.'),
    body: Type.Optional(Type.String()),
    bodyLength: Type.Optional(Count('The length of a body that is too long to show.')),
    capture: Type.Optional(
      Texts(
        'Values of the response that later requests name: a JSON pointer into the body, or the name of a header, by name.'
      )
    )
  },
  {
    ...closed,
    description:
      '`{{name}}` represents a credential, by the name of its header, a captured value, or a `unique` text. In `{{%name}}`, every byte is percent-encoded.'
  }
)

const Rule = Type.Object(
  {
    id: Type.String({ description: 'The rule: `{api}.{section}.{rule}`.' }),
    subject: Type.Optional(Type.String({ description: 'What the rule is about, if the real service could differ.' })),
    text: Type.String({ description: 'The rule in Markdown.' }),
    evidence: Evidence,
    certainty: Type.String({ description: 'How certain it is, and what the evidence means.' }),
    source: Type.Optional(Type.String({ description: 'Where the evidence can be read.' })),
    follows: Type.Optional(
      Type.String({ description: 'The known alternative that this server follows instead: `--behavior`.' })
    ),
    count: Count('How many requests have demonstrated it.'),
    excluded: Type.Optional(Type.String({ description: 'Why it does not count toward the percentage.' })),
    example: Type.Union(
      [
        Type.Object(
          {
            name: Type.String({ description: 'What the requests show.' }),
            needs: Type.Optional(Type.String({ description: 'What the server must be like.' })),
            requests: Type.Array(ExampleRequest)
          },
          closed
        ),
        Type.Null()
      ],
      { description: 'Requests that demonstrate the rule; null if no request can.' }
    )
  },
  closed
)

const counts = {
  rules: Count('How many rules count.'),
  demonstrated: Count('How many of them were demonstrated.'),
  percent: Type.Number({ minimum: 0, maximum: 100, description: 'The same as a percentage, rounded down.' })
}

/** Which rules of the contracts the requests have demonstrated. */
export const CoverageShown = Type.Object(
  {
    apis: Type.Array(
      Type.Object(
        {
          api: Type.String({ description: 'The name of the API.' }),
          title: Type.String({ description: 'Its display name.' }),
          ...counts,
          sections: Type.Array(Type.Object({ title: Type.String(), rules: Type.Array(Rule) }, closed))
        },
        closed
      )
    ),
    meta: Type.Object(
      {
        ...counts,
        since: Moment('When the count started.'),
        evaluated: Count('How many requests were evaluated.'),
        missed: Count('How many were not, because they were evicted before.'),
        incomplete: Type.Optional(Type.String({ description: 'Why the counts may be too low.' }))
      },
      closed
    )
  },
  closed
)
