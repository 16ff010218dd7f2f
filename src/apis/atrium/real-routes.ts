const MEMBER_DATA =
  'aggregate|balance|extend_history|fetch_statements|identify|verify|resume|status|challenges|credentials|oauth_window_uri|' +
  'accounts|transactions|holdings|account_numbers|account_owners|statements'

/** What the real API has below `/users/{user_guid}/`. */
const USER_DATA = new RegExp(
  `^/users/([^/]+)/(?:${[
    'connect_widget_url',
    'accounts(?:/[^/]+(?:/(?:transactions|holdings|account_numbers))?)?',
    '(?:holdings|transactions)(?:/[^/]+)?',
    `members(?:/[^/]+(?:/(?:${MEMBER_DATA}))?)?`,
    'members/[^/]+/accounts/[^/]+',
    'members/[^/]+/statements/[^/]+'
  ].join('|')})$`
)
const ELSEWHERE = /^\/(?:(?:institutions|merchants)(?:\/.*)?|transactions\/cleanse_and_categorize)$/

/**
 * A path of the real API that is not emulated: with the guid of the user whose data it is, as it stands in the path, or
 * without one; `undefined` for a path that the real API does not have either.
 */
export function realRoute(path: string): { readonly userGuid?: string } | undefined {
  const userGuid = USER_DATA.exec(path)?.[1]
  if (userGuid !== undefined) return { userGuid }
  return ELSEWHERE.test(path) ? {} : undefined
}
