export const otherLanguages = []
