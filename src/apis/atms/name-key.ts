/** Names in ASCII, nearly all of them, need no second look. */
const ASCII = /^[\0-\x7f]*$/

/**
 * The key under which a name is found: equal for names that .NET's `OrdinalIgnoreCase` considers equal.
 *
 * It compares UTF-16 units one by one, in the same way in every locale. A unit has another case only if the mapping is simple and works
 * both ways: `Σ` equals `σ`, but the Kelvin sign does not equal `k`, `İ` not `i`, `ß` not `SS`, and `ς` not `σ`. Compared with Mono for
 * all units.
 */
export const nameKey = (name: string): string =>
  ASCII.test(name) ? name.toLowerCase() : name.replaceAll(/./gs, lowerCaseUnit)

function lowerCaseUnit(unit: string): string {
  const lower = unit.toLowerCase()
  return lower.length === 1 && lower.toUpperCase() === unit.toUpperCase() ? lower : unit
}
