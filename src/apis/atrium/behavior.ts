import type { Behavior } from '../../rules/behavior.ts'

/** How the API behaves: as its contract says, or as chosen alternatives do. Both the code and the evaluation of rules follow it. */
export type AtriumBehavior = ReturnType<typeof behaviorOf>

/** @param chosen the alternatives to follow. Without any, the API follows its contract */
export function behaviorOf(chosen: Behavior) {
  const is = (rule: string, alternative: string): boolean => chosen.get(rule) === alternative
  return {
    createStatus: is('atrium.routes.create', '201') ? 201 : 200,
    deleteStatus: is('atrium.routes.delete', '200') ? 200 : 204,
    methodStatus: is('atrium.routes.unsupported-method', '405') ? 405 : 404,
    namesMethods: !is('atrium.routes.allow', 'absent'),
    checksPathFirst: is('atrium.credentials.first', '404'),
    checksSizeFirst: is('atrium.routes.order', 'size-first'),
    checksUserBeforeBody: is('atrium.routes.order', 'user-before-body'),
    servesOtherTypes: is('atrium.negotiation.other-types', '200'),
    bodyTypeStatus: is('atrium.bodies.type', '415') ? 415 : 400,
    replacesUsers: is('atrium.user.partial-update', 'replace'),
    castsFields: is('atrium.user.wrong-types', 'cast'),
    fieldStatus: is('atrium.user.wrong-types', '400') ? 400 : 422,
    malformedGuidStatus: is('atrium.user.malformed-guid', '400') ? 400 : 404,
    limitStatus: is('atrium.user.limit', '403') ? 403 : is('atrium.user.limit', '400') ? 400 : 422,
    servesInvalidPages: is('atrium.paging.invalid-page', 'first'),
    pageStatus: is('atrium.paging.invalid-page', '400') ? 400 : 404,
    hasPagesAfterLast: !is('atrium.paging.past-last', '404'),
    listsNewestFirst: is('atrium.paging.order', 'newest'),
    clampsPageSize: is('atrium.paging.size', 'clamped'),
    disabledStatus: is('atrium.disabled.status', '404') ? 404 : 403
  }
}

/** What the contract says. */
export const CONTRACT = behaviorOf(new Map())
