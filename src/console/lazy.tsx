import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A view whose code is loaded when it is shown for the first time. */
export function lazy(load: () => Promise<ComponentType>): ComponentType {
  return function LazyView() {
    const [View, setView] = useState<ComponentType>()
    const [isFailed, setFailed] = useState(false)
    useEffect(() => {
      load().then(
        (component) => setView(() => component),
        () => setFailed(true)
      )
    }, [])
    if (View !== undefined) return <View />
    return isFailed ? <h1>Not loaded: reload the page</h1> : null
  }
}
