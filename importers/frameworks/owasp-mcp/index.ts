import { pageListImporter } from '../../formats/markdown/numbered-pages.ts';

/** OWASP MCP Top 10, edition 2025 (a beta), from the project's markdown. */
export const owaspMcp = pageListImporter({
  id: 'owasp-mcp',
  name: 'OWASP MCP Top 10',
  prefix: 'MCP',
  url: 'https://owasp.org/www-project-mcp-top-10/',
});
