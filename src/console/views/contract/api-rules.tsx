import type { ApiCoverage } from './coverage.ts'
import { RuleItem } from './rule-item.tsx'

export interface ApiRulesProps {
  readonly api: ApiCoverage
  /** Headers that authenticate a request. */
  readonly credentials: Readonly<Record<string, string>>
}

/** The rules of an emulated API, section by section. */
export function ApiRules({ api, credentials }: ApiRulesProps) {
  const { api: name, title, rules, demonstrated, percent, sections } = api
  return (
    <section class="contract" aria-labelledby={`contract-${name}`}>
      <h2 id={`contract-${name}`}>{title}</h2>
      <p>
        {demonstrated} of {rules} rules demonstrated ({percent} %){' '}
        <progress max={rules} value={demonstrated} aria-label={`Rules of ${title} that are demonstrated`} />
      </p>
      {sections.map(({ title, rules }) => (
        <section key={title}>
          <h3>{title}</h3>
          {/* biome-ignore lint/a11y/noRedundantRoles: without bullets, Safari takes it for no list */}
          <ul class="card contract-rules" role="list">
            {rules.map((rule) => (
              <RuleItem key={rule.id} rule={rule} credentials={credentials} />
            ))}
          </ul>
        </section>
      ))}
    </section>
  )
}
