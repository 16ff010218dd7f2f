import { useConsole } from '../../console.ts'
import { Problems } from '../../field-error.tsx'
import { Switch } from '../../switch.tsx'
import { useAction } from '../../use-action.ts'
import { useLoaded } from '../../use-loaded.ts'
import type { Stub } from './stub.ts'

interface Profile {
  readonly name: string
  readonly title: string
  readonly effect: string
}

/** A switch for each chaos profile, which adds and removes its stubs. */
export function ProfileSwitches({ stubs, changed }: { stubs: readonly Stub[]; changed: () => Promise<void> }) {
  const { api } = useConsole()
  const { data, error } = useLoaded(
    async (signal) => (await api.json<{ profiles: Profile[] }>('chaos?limit=0', { signal })).profiles,
    []
  )
  return (
    <fieldset class="presets">
      <legend class="visually-hidden">Chaos profiles</legend>
      <Problems error={error} />
      {data?.map((profile) => (
        <ProfileSwitch
          key={profile.name}
          profile={profile}
          changed={changed}
          isOn={stubs.some(({ metadata }) => metadata?.chaos?.profile === profile.name)}
        />
      ))}
    </fieldset>
  )
}

function ProfileSwitch({ profile, isOn, changed }: { profile: Profile; isOn: boolean; changed: () => Promise<void> }) {
  const { api } = useConsole()
  const { run } = useAction()
  const { name, title, effect } = profile
  const set = (value: boolean) =>
    run(() =>
      value ? api.call('chaos', { body: { profile: name } }) : api.call(`chaos?profile=${name}`, { method: 'DELETE' })
    ).then(changed)
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch is one
    <label class="preset">
      <Switch isOn={isOn} label={title} describedBy={`profile-${name}`} onChange={set} />
      <span>{title}</span>
      <span class="preset-effect muted small" id={`profile-${name}`}>
        {effect}
      </span>
    </label>
  )
}
