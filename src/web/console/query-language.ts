export const LANGUAGES = ['cypher', 'graphql'] as const;

export type QueryLanguage = (typeof LANGUAGES)[number];
