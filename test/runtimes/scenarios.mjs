import { atms } from './atms.mjs'
import { atrium } from './atrium.mjs'
import { bodies } from './bodies.mjs'
import { control } from './control.mjs'
import { durability } from './durability.mjs'
import { faults } from './faults.mjs'
import { library } from './library.mjs'
import { program } from './program.mjs'
import { sandboxes } from './sandboxes.mjs'
import { stubs } from './stubs.mjs'
import { tls } from './tls.mjs'

const tagged = (table, isShared) =>
  Object.fromEntries(Object.entries(table).map(([name, scenario]) => [name, { scenario, isShared }]))

/** All scenarios by name. Those that share a server find it reset; the others start what they need. */
export const scenarios = {
  ...tagged({ ...atrium, ...atms, ...bodies, ...stubs, ...faults, ...control, ...sandboxes, ...tls }, true),
  ...tagged({ ...durability, ...program, ...library }, false)
}
