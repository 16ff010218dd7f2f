export const typed = { name: 'typed', run: async () => {} }
