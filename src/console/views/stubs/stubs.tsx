/** The view *Stubs*. */
export function Stubs() {
  return <h1>Stubs</h1>
}
