import type { Api } from '../../api/define-api.ts'
import { apis } from '../../apis/index.ts'
import { suggestion } from '../../common/suggestion.ts'
import type { RuleBook } from '../../rules/rule.ts'
import { UsageError } from '../options.ts'

/** An API and its rules. */
export interface Contract {
  readonly api: Api
  readonly book: RuleBook
}

/** @throws UsageError if no API with rules has this name */
export async function apiWithRules(name: string | undefined): Promise<Contract> {
  const known = apis.filter(({ rules }) => rules !== undefined).map((api) => api.name)
  const available = `available: ${known.join(', ')}`
  if (name === undefined) throw new UsageError(`missing option: --api (${available})`)
  const api = apis.find((each) => each.name === name)
  const book = await api?.rules?.()
  if (api === undefined || book === undefined)
    throw new UsageError(`--api: unknown API '${name}'${suggestion(name, known) || ` (${available})`}`)
  return { api, book }
}
