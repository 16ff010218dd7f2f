/** Why the system refused a call, without the path that Node adds, for messages that name the path themselves. */
export const reasonOf = ({ message }: Error): string => message.replace(/, [a-z]+ '.*'$/s, '')
