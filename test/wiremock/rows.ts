import { encodings } from './rows/encodings.ts'
import { exactJson } from './rows/exact-json.ts'
import { files } from './rows/files.ts'
import { invalidMappings } from './rows/invalid-mappings.ts'
import { journal } from './rows/journal.ts'
import { jsonPaths } from './rows/json-paths.ts'
import { jsonSchemas } from './rows/json-schemas.ts'
import { mappings } from './rows/mappings.ts'
import { addresses, dates, expressions, patterns, requestParts, unorderedJson } from './rows/patterns.ts'
import { responses } from './rows/responses.ts'
import type { Row } from './rows/row.ts'
import { scenariosAndSettings } from './rows/scenarios-and-settings.ts'
import { templates } from './rows/templates.ts'

export const ROWS: readonly Row[] = [
  ...journal,
  ...mappings,
  ...files,
  ...invalidMappings,
  ...responses,
  ...templates,
  ...scenariosAndSettings,
  ...patterns,
  ...dates,
  ...expressions,
  ...jsonPaths,
  ...requestParts,
  ...unorderedJson,
  ...exactJson,
  ...encodings,
  ...jsonSchemas,
  ...addresses
]
