export interface SwitchProps {
  readonly isOn: boolean
  readonly label: string
  readonly tabIndex?: number
  readonly onChange: (value: boolean) => void
}

/** A switch that takes effect at once. */
export function Switch({ isOn, label, tabIndex = 0, onChange }: SwitchProps) {
  return (
    <input
      type="checkbox"
      // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says itself whether it is checked
      role="switch"
      class="switch"
      checked={isOn}
      aria-label={label}
      tabIndex={tabIndex}
      // Not what the element says: a render between the click and this event sets it back.
      onChange={() => onChange(!isOn)}
    />
  )
}
