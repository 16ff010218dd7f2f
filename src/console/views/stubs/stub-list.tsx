import { useConsole } from '../../console.ts'
import { VirtualList } from '../../virtual-list.tsx'
import { Hits } from './hits.tsx'
import { limitsOf, outcomeOf, type Stub, targetOf, titleOf } from './stub.ts'

export interface StubListProps {
  readonly stubs: readonly Stub[]
  readonly selected: string | undefined
  readonly href: (id: string) => string
  readonly onOpen: () => void
}

/** The stubs, in the order of the server: newest first. */
export function StubList({ stubs, selected, href, onOpen }: StubListProps) {
  const { router } = useConsole()
  const at = (index: number): Stub => stubs[index] ?? { id: '' }
  return (
    <VirtualList
      label="Stubs"
      class="stubs-rows"
      count={stubs.length}
      rowHeight={56}
      keyOf={(index) => at(index).id}
      row={(index) => <StubRow stub={at(index)} />}
      selected={stubs.findIndex(({ id }) => id === selected)}
      onSelect={(index) => router.go(href(at(index).id), selected !== undefined)}
      onOpen={onOpen}
    />
  )
}

function StubRow({ stub }: { stub: Stub }) {
  const { text, kind } = outcomeOf(stub)
  const limits = limitsOf(stub)
  const { priority = 5 } = stub
  return (
    <div class="stub-row">
      <span class="ellipsis" dir="auto">
        {titleOf(stub)}
      </span>
      <Hits id={stub.id} />
      <span class={`badge badge-${kind}`}>{text}</span>
      <span class="stub-url ellipsis mono">{stub.name ? targetOf(stub) : 'unnamed'}</span>
      <span class="stub-more muted small ellipsis">
        {limits}
        {limits !== '' && priority !== 5 && ' · '}
        {priority !== 5 && `priority ${priority}`}
      </span>
    </div>
  )
}
