import { resolve, type Bom } from './bom.ts';

/** Known vulnerabilities are kept: threats are derived, and these are about single versions. */
export function readVulnerabilities(bom: Bom): void {
  for (const node of bom.root.objects('vulnerabilities')) {
    const name = node.text('id') ?? 'vulnerability';
    const on = new Set<string>();
    for (const affected of node.objects('affects')) {
      const ref = affected.text('ref');
      const subject = ref === undefined ? undefined : resolve(bom, `${affected.pointer}/ref`, ref);
      if (subject !== undefined) on.add(subject.id);
      affected.tell('versions');
    }
    const status = node.at('analysis')?.text('state');
    const severity = node
      .objects('ratings')
      .map((rating) => rating.text('severity'))
      .find((each) => each !== undefined);
    const weaknesses = node.items('cwes').flatMap((each) => each.asText() ?? []);
    const id = bom.draft.threat({
      name,
      place: node.place,
      on: [...on],
      safeguards: [],
      references: [name, ...weaknesses.map((number) => `CWE-${number}`)],
      ...(status !== undefined && { status }),
      ...(severity !== undefined && { severity }),
    });
    node.account.kept(
      node.pointer,
      `vulnerability "${name}"`,
      `x-threats ${id}`,
      'threats are derived; this one is kept beside them',
    );
    node.tellParts();
  }
}
