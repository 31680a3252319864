import { pageListImporter } from '../../formats/markdown/numbered-pages.ts';

/** OWASP Machine Learning Security Top 10, edition 2023 (a draft, version 0.3), from the project's markdown. */
export const owaspMl = pageListImporter({
  id: 'owasp-ml',
  name: 'OWASP Machine Learning Security Top 10',
  prefix: 'ML',
  url: 'https://owasp.org/www-project-machine-learning-security-top-10/',
});
