const MEMBER_DATA =
  'aggregate|balance|extend_history|fetch_statements|identify|verify|resume|status|challenges|credentials|oauth_window_uri|' +
  'accounts|transactions|holdings|account_numbers|account_owners|statements'

/** The paths of the real API below `/users/{user_guid}/`. */
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
 * Recognizes the paths of the real API that are not emulated.
 *
 * @returns the guid in the path if it concerns the data of a user; `undefined` if the real API does not have the path either
 */
export function realRoute(path: string): { readonly userGuid?: string } | undefined {
  const userGuid = USER_DATA.exec(path)?.[1]
  if (userGuid !== undefined) return { userGuid }
  return ELSEWHERE.test(path) ? {} : undefined
}
