/**
 * Puts a text between two marks of a page, `<!-- name -->` and `<!-- /name -->`, in the place of what stands there. A page without
 * them stays as it is.
 */
export function betweenMarks(page: string, name: string, text: string): string {
  const marked = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`)
  return page.replace(marked, (_, start, end) => `${start}\n${text}\n${end}`)
}
