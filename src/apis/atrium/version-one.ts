import { Type } from '@sinclair/typebox'
import { Check } from '@sinclair/typebox/value'
import type { VersionOne } from '../../api/define-api.ts'
import { AtriumUser, records } from './records.ts'

const Added = Type.Object({ op: Type.Literal('atrium.add'), user: AtriumUser, issued: Type.Integer() })
const Replaced = Type.Object({ op: Type.Literal('atrium.replace'), user: AtriumUser })
const Removed = Type.Object({ op: Type.Literal('atrium.remove'), guid: Type.String() })
const Provenance = Type.Object({ issued: Type.Integer() })

/** Reads this API's changes and counters from data directories of version 0.1. */
export const versionOne: VersionOne = {
  change(line) {
    if (Check(Added, line)) return records.add('users', line.user, { guids: line.issued })
    if (Check(Replaced, line)) return records.replace('users', line.user)
    return Check(Removed, line) ? records.remove('users', line.guid) : undefined
  },
  counters: (provenance) => (Check(Provenance, provenance) ? { guids: provenance.issued } : undefined)
}
