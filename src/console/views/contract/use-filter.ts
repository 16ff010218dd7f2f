import { useConsole } from '../../console.ts'
import type { Rule } from './coverage.ts'

/** Which rules the filters in the URL select. The rule that the URL names is always shown. */
export function useFilter() {
  const { router } = useConsole()
  const query = router.query.value
  const show = query.get('show') ?? ''
  const words = (query.get('q') ?? '').toLowerCase().split(/\s+/)
  const isShown = ({ id, subject = '', text, certainty, count }: Rule): boolean => {
    if (id === router.path.value[1]) return true
    const all = `${id} ${subject} ${text} ${certainty}`.toLowerCase()
    return (show === '' || (show === 'demonstrated') === count > 0) && words.every((word) => all.includes(word))
  }
  return { show, isShown }
}
