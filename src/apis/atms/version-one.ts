import { Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import type { VersionOne } from '../../api/define-api.ts'
import { nameKey } from './name-key.ts'
import { AtmsUser, records } from './records.ts'

const Added = Type.Object({ op: Type.Literal('atms.add'), user: AtmsUser })
const Replaced = Type.Object({ op: Type.Literal('atms.replace'), user: AtmsUser })
const Removed = Type.Object({ op: Type.Literal('atms.remove'), username: Type.String() })

/** Reads this API's changes and counters from data directories of version 0.1. */
export const versionOne: VersionOne = {
  change(line) {
    if (Check(Added, line)) return records.add('users', line.user)
    if (Check(Replaced, line)) return records.replace('users', line.user)
    return Check(Removed, line) ? records.remove('users', nameKey(line.username)) : undefined
  },
  counters: () => ({})
}
