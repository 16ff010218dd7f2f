/** The alternatives that a server follows instead of its contract: the id of the alternative, by the id of the rule. */
export type Behavior = ReadonlyMap<string, string>
