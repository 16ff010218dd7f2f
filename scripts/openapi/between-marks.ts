/** Replaces the text between the marks `<!-- name -->` and `<!-- /name -->`. A page without them is returned unchanged. */
export function betweenMarks(page: string, name: string, text: string): string {
  const marked = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`)
  return page.replace(marked, (_, start, end) => `${start}\n${text}\n${end}`)
}
