/** Made-up settings in YAML and TOML, in the layouts that applications give them. */

export const CODEX = `# our defaults
model = "gpt-5"
model_provider = "house"
sandbox_mode = "workspace-write"

[model_providers.house]
name = "House"
base_url = "http://localhost:8000/v1"
env_key = "HOUSE_KEY"

[projects."/home/me"]
trust_level = "trusted"

[mcp_servers.memos]
url = "https://memos.example.com/mcp"
bearer_token_env_var = "MEMOS_TOKEN"
startup_timeout_sec = 20
enabled_tools = [
  "list_memos",
]
http_headers = { "X-Team" = "red" }
env_http_headers = { "X-Api-Key" = "MEMOS_KEY" }

[mcp_servers.tickets]
command = "npx"
args = ["-y", "tickets-mcp@1.2.0"]
env = { TICKETS_TOKEN = "hunter2" }
env_vars = ["HOME", { name = "TICKETS_USER", source = "local" }]

[mcp_servers.docs.tools.search]
approval_mode = "approve"

[mcp_servers.docs]
command = "docs-server"
default_tools_approval_mode = "prompt"

[mcp_servers."old.one"]
command = "old"
enabled = false
`;

export const LIBRECHAT = `version: 1.3.1
interface:
  mcpServers:
    use: true
endpoints:
  openAI:
    fetch: true
  all:
    streamRate: 5
  custom:
    - name: House
      apiKey: "\${HOUSE_KEY}"
      baseURL: http://vllm:8000/v1
      models: { default: [one, two], fetch: false }
mcpSettings:
  allowedDomains: ["http://warehouse:8000"]
mcpServers:
  # in our network
  warehouse:
    type: streamable-http
    url: http://warehouse:8000/mcp
    headers:
      Authorization: "Bearer \${WAREHOUSE_TOKEN}"
  calendar:
    url: https://calendar.example.com/mcp/sk-ak-hunter2hunter2/sse
    requiresOAuth: true
    customUserVars:
      KEY: { title: "Key" }
  files:
    command: npx
    args:
      - -y
      - '@modelcontextprotocol/server-filesystem'
      - /srv/files
`;

export const GOOSE = `GOOSE_PROVIDER: google
GOOSE_MODEL: some-model
extensions:
  developer:
    enabled: true
    type: builtin
    name: developer
    bundled: true
  code:
    name: Code host
    cmd: uvx
    args: [code-mcp]
    envs: { "CODE_TOKEN": "hunter2" }
    env_keys: [CODE_USER]
    type: stdio
    timeout: 300
  issues:
    type: streamable_http
    uri: https://issues.example.com/mcp
    enabled: false
`;

export const CONTINUE = `name: Assistant
version: 0.0.1
schema: v1
models:
  - name: one
    provider: openai
    model: some-model
    apiKey: hunter2
    roles: [chat]
  - name: other
    provider: openai
    model: other-model
  - { name: passages, provider: ollama, model: passages-embed, roles: [embed] }
mcpServers:
  - name: Scanner
    command: npx
    args: ["-y", "scanner@1.2.3", mcp]
  - type: streamable-http
    url: https://search.example.com/mcp
`;

export const MCP_AGENT = `execution_engine: asyncio
logger:
  level: info
mcp: # all of them
  servers:
    fetch:
      command: uvx
      args: ["mcp-server-fetch"]
# models
openai:
  default_model: some-model
`;

export const LITELLM = `model_list:
  - model_name: one
    litellm_params: { model: anthropic/one-20260101, api_key: os.environ/ONE_KEY }
  - model_name: two
    litellm_params: { model: hosted_vllm/two, api_base: https://models.example.com/v1 }
mcp_servers:
  code:
    url: https://code.example.com/mcp
    auth_type: bearer_token
    auth_value: os.environ/CODE_TOKEN
  maps:
    url: https://maps.example.com/mcp
    auth_type: api_key
    auth_value: hunter2
  open:
    url: http://10.0.0.7/mcp
    auth_type: none
`;

export const VIBE = `[[mcp_servers]]
name = "fetch"
transport = "http"
url = "http://localhost:8000/mcp"
api_key_env = "FETCH_KEY"

[[mcp_servers]]
name = "files"
command = "uvx"
args = ["files-mcp"]
[mcp_servers.env]
LEVEL = "info"
`;
