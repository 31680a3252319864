/** A server as the MCP registry has it. */
export const REGISTRY_ENTRY = JSON.stringify({
  $schema: 'https://static.modelcontextprotocol.io/schemas/2025-07-09/server.schema.json',
  name: 'io.github.someone/weather',
  description: 'Tells the weather.',
  version: '1.2.0',
  packages: [
    {
      registryType: 'npm',
      identifier: '@someone/weather',
      version: '1.2.0',
      transport: { type: 'stdio' },
      environmentVariables: [{ name: 'WEATHER_KEY', isSecret: true, value: 'hunter2' }, { name: 'UNIT' }],
    },
  ],
  remotes: [
    { type: 'sse', url: 'https://weather.example.com/sse', headers: [{ name: 'X-Key', isSecret: true }] },
  ],
  extra: 'hunter2',
});
