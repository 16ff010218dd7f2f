/** Almost all names are ASCII, and `toLowerCase` is right for them. */
const ASCII = /^[\0-\x7f]*$/

/**
 * The key for looking up a name. Two names have the same key if .NET's `OrdinalIgnoreCase` considers them equal.
 *
 * .NET compares UTF-16 units one by one, regardless of the locale. A unit has another case only if the mapping is simple and works
 * both ways: `Σ` equals `σ`, but the Kelvin sign does not equal `k`, `İ` not `i`, `ß` not `SS`, and `ς` not `σ`. Verified against Mono
 * for all units. rule: atms.accounts.names
 */
export const nameKey = (name: string): string =>
  ASCII.test(name) ? name.toLowerCase() : name.replaceAll(/./gs, lowerCaseUnit)

function lowerCaseUnit(unit: string): string {
  const lower = unit.toLowerCase()
  return lower.length === 1 && lower.toUpperCase() === unit.toUpperCase() ? lower : unit
}
