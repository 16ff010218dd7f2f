import type { Behavior } from '../../rules/behavior.ts'

/** How the API behaves: as its contract says, or as chosen alternatives do. Both the code and the evaluation of rules follow it. */
export type AtmsBehavior = ReturnType<typeof behaviorOf>

/** @param chosen the alternatives to follow. Without any, the API follows its contract */
export function behaviorOf(chosen: Behavior) {
  const is = (rule: string, alternative: string): boolean => chosen.get(rule) === alternative
  return {
    changeStatus: is('atms.routes.no-content', '200') ? 200 : 204,
    returnsCreated: is('atms.routes.no-content', '201'),
    filtersPaths: is('atms.routes.names', 'iis'),
    checksUserBeforeBody: is('atms.routes.order', 'user-before-body'),
    checksPathFirst: is('atms.credentials.unauthorized', 'path-first'),
    missingBodyStatus: is('atms.bodies.missing', '500') ? 500 : 400,
    ignoresRenames: is('atms.accounts.rename', 'ignored'),
    groupStatus: is('atms.accounts.unknown-group', '404') ? 404 : 400,
    takenStatus: is('atms.accounts.taken', '400') ? 400 : 409,
    describesUnknown: !is('atms.accounts.unknown', 'empty'),
    hasExactNames: is('atms.accounts.names', 'exact'),
    mergesUpdates: is('atms.accounts.replace', 'partial'),
    sortsByName: is('atms.accounts.order', 'name')
  }
}

/** What the contract says. */
export const CONTRACT = behaviorOf(new Map())
