/** The view *Requests*. */
export function Requests() {
  return <h1>Requests</h1>
}
