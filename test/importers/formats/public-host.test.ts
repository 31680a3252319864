import { expect, it } from 'vitest';
import { isPublicHost } from '../../../importers/formats/public-host.ts';

it.each([
  ...['api.example.com', '8.8.8.8', '2606:4700::1111', 'test.example.com', '172.32.0.1'].map((host) => [
    host,
    true,
  ]),
  ...['', 'localhost', 'vllm', '127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254'].map(
    (host) => [host, false],
  ),
  ...[
    '::1',
    'fd00::1',
    'fe80::1',
    '100.64.0.1',
    'a.local',
    'a.svc.cluster.local',
    'host.docker.internal',
  ].map((host) => [host, false]),
] as const)('%j is a host of the internet: %j', (host, expected) => {
  expect(isPublicHost(String(host))).toBe(expected);
});
