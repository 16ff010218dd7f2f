import { useConsole } from '../../console.ts'
import { PRESETS, type Preset, patternOf } from '../../presets.ts'
import { useAction } from '../../use-action.ts'
import type { Stub } from './stub.ts'

/** A switch for each preset, which adds and removes its stubs. */
export function PresetSwitches({ stubs, changed }: { stubs: readonly Stub[]; changed: () => void }) {
  return (
    <fieldset class="presets">
      <legend class="visually-hidden">Presets</legend>
      {PRESETS.map((preset) => (
        <PresetSwitch
          key={preset.id}
          preset={preset}
          changed={changed}
          isOn={stubs.some(({ metadata }) => metadata?.preset === preset.id)}
        />
      ))}
    </fieldset>
  )
}

function PresetSwitch({ preset, isOn, changed }: { preset: Preset; isOn: boolean; changed: () => void }) {
  const { api } = useConsole()
  const { isBusy, run } = useAction()
  const { id, name, effect } = preset
  const toggle = async () => {
    // Without the old ones, so that two pages never add it twice.
    await api.call('mappings/remove-by-metadata', { body: patternOf(preset) })
    if (!isOn) await api.call('mappings/import', { body: { mappings: preset.stubs } })
  }
  return (
    <label class="preset">
      <input
        type="checkbox"
        role="switch"
        class="switch"
        aria-label={name}
        aria-describedby={`preset-${id}`}
        aria-busy={isBusy}
        checked={isOn}
        aria-checked={isOn}
        onClick={(event) => {
          // The server decides: the stubs it has then show it.
          event.preventDefault()
          run(toggle).then(changed)
        }}
      />
      <span>{name}</span>
      <span class="preset-effect muted small" id={`preset-${id}`}>
        {effect}
      </span>
    </label>
  )
}
