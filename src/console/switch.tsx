import { useOptimistic } from './use-optimistic.ts'

export interface SwitchProps {
  readonly isOn: boolean
  readonly label: string
  readonly describedBy?: string
  readonly tabIndex?: number
  /** See `useOptimistic`. */
  readonly onChange: (value: boolean) => unknown
}

/** A switch that shows its new state at once. */
export function Switch({ isOn, label, describedBy, tabIndex = 0, onChange }: SwitchProps) {
  const { value, isBusy, choose } = useOptimistic(isOn, onChange)
  return (
    <input
      type="checkbox"
      // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says itself whether it is checked
      role="switch"
      class="switch"
      checked={value}
      aria-label={label}
      aria-describedby={describedBy}
      aria-busy={isBusy}
      tabIndex={tabIndex}
      // Not what the element says: a render between the click and this event sets it back.
      onChange={() => choose(!value)}
    />
  )
}
