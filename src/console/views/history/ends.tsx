import { useConsole } from '../../console.ts'

/** The two revisions of a comparison, which can be changed here. */
export function Ends({ from, to }: { from: string; to: string }) {
  const { router } = useConsole()
  const end = (name: 'from' | 'to', value: string) => (
    <label class="toolbar">
      <span class="muted">{name === 'from' ? 'From' : 'To'}</span>
      <input
        type="number"
        min={0}
        step={1}
        required
        value={value}
        onChange={({ currentTarget }) => {
          if (currentTarget.reportValidity()) router.setQuery({ [name]: currentTarget.value })
        }}
      />
    </label>
  )
  return (
    <div class="toolbar history-ends">
      {end('from', from)}
      {end('to', to)}
      <button type="button" class="button" onClick={() => router.setQuery({ from: to, to: from })}>
        Swap
      </button>
    </div>
  )
}
