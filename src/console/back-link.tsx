import type { ComponentChildren } from 'preact'

/** Returns from a detail to the list, which it covers on a phone. */
export const BackLink = ({ href, children }: { href: string; children: ComponentChildren }) => (
  <a class="back" href={href}>
    ← {children}
  </a>
)
