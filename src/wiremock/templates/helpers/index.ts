import { blocks } from './blocks.ts'
import { dates } from './dates.ts'
import type { Helpers } from './helper.ts'
import { json } from './json.ts'
import { lists } from './lists.ts'
import { logic } from './logic.ts'
import { numbers } from './numbers.ts'
import { random } from './random.ts'
import { texts } from './texts.ts'

/** All helpers, by name: those of WireMock that need no files, no environment and no XML. */
export const HELPERS: Helpers = { ...blocks, ...dates, ...json, ...lists, ...logic, ...numbers, ...random, ...texts }

export const isHelper = (name: string): boolean => Object.hasOwn(HELPERS, name)
