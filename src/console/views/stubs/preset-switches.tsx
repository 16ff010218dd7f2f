import { useConsole } from '../../console.ts'
import { PRESETS, type Preset, patternOf } from '../../presets.ts'
import { Switch } from '../../switch.tsx'
import { useAction } from '../../use-action.ts'
import type { Stub } from './stub.ts'

/** A switch for each preset, which adds and removes its stubs. */
export function PresetSwitches({ stubs, changed }: { stubs: readonly Stub[]; changed: () => Promise<void> }) {
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

function PresetSwitch({ preset, isOn, changed }: { preset: Preset; isOn: boolean; changed: () => Promise<void> }) {
  const { api } = useConsole()
  const { run } = useAction()
  const { id, name, effect } = preset
  const set = (value: boolean) =>
    run(async () => {
      // Without the old ones, so that two pages never add it twice.
      await api.call('mappings/remove-by-metadata', { body: patternOf(preset) })
      if (value) await api.call('mappings/import', { body: { mappings: preset.stubs } })
    }).then(changed)
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch is one
    <label class="preset">
      <Switch isOn={isOn} label={name} describedBy={`preset-${id}`} onChange={set} />
      <span>{name}</span>
      <span class="preset-effect muted small" id={`preset-${id}`}>
        {effect}
      </span>
    </label>
  )
}
