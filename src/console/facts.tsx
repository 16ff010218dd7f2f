import type { ComponentChildren } from 'preact'

/** A line of a `<dl class="facts">`. */
export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span>{children}</span>
      </dd>
    </div>
  )
}

/** A time with its day, in the time zone of the browser. */
export const Time = ({ value }: { value: string }) => <time dateTime={value}>{new Date(value).toLocaleString()}</time>
