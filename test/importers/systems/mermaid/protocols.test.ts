import { describe, expect, it } from 'vitest';
import { mermaid } from '#importers/systems/mermaid/index';
import { drawio } from '#importers/systems/drawio/index';
import { importText } from '../drafted.ts';

function encryptionOf(label: string): readonly [boolean | undefined, string | undefined] {
  const [flow] = importText(mermaid, 'a.mmd', `graph LR\n a[App] -->|"${label}"| b[API]`).draft.flows;
  return [flow?.encrypted, flow?.guessed?.['encrypted']];
}

describe('a label that only names a protocol', () => {
  it.each([
    ['HTTPS', 'HTTPS'],
    ['REST over HTTPS :443', 'REST over HTTPS :443'],
    ['gRPC (mTLS)', 'gRPC (mTLS)'],
    ['MQTT/TLS', 'MQTT/TLS'],
    ['TLS v1.3', 'TLS v1.3'],
    ['Asks for prices [JSON/HTTPS]', 'JSON/HTTPS'],
  ])('says that the flow is encrypted: %s', (label, protocol) => {
    expect(encryptionOf(label)).toEqual([true, `by its protocol, ${protocol}`]);
  });

  it.each([
    'HTTP',
    'HTTP/HTTPS',
    'TLS ends here',
    'no TLS',
    'HTTPS later',
    'TLS?! todo',
    'Asks (HTTP)',
    'gRPC',
    '443',
    'Asks [TLS] and waits',
  ])('says nothing of it: %s', (label) => {
    expect(encryptionOf(label)).toEqual([undefined, undefined]);
  });

  it('says so in draw.io, too', () => {
    const cells = (more: string): string =>
      `<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>
       <mxCell id="a" value="App" vertex="1" parent="1"><mxGeometry width="9" height="9" as="geometry"/></mxCell>
       <mxCell id="b" value="API" vertex="1" parent="1"><mxGeometry x="99" width="9" height="9" as="geometry"/></mxCell>
       <mxCell id="f" value="${more}" edge="1" source="a" target="b" parent="1"><mxGeometry as="geometry"/></mxCell>
       </root></mxGraphModel>`;
    const flowsOf = (label: string) => importText(drawio, 'a.drawio', cells(label)).draft.flows;
    expect(flowsOf('HTTPS')).toMatchObject([{ name: 'HTTPS', encrypted: true }]);
    expect(flowsOf('HTTP')[0]?.encrypted).toBeUndefined();
  });
});
