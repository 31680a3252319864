/** A small model of the Threat Modeling Tool, written for tests. */
interface Attribute {
  readonly type: string;
  readonly name: string;
  readonly value: string;
}

const header = (name: string): Attribute => ({
  type: 'HeaderDisplayAttribute',
  name,
  value: '<b:Value i:nil="true"/>',
});
export const text = (name: string, value: string): Attribute => ({
  type: 'StringDisplayAttribute',
  name,
  value: `<b:Value>${value}</b:Value>`,
});
export const flag = (name: string, value: boolean): Attribute => ({
  type: 'BooleanDisplayAttribute',
  name,
  value: `<b:Value>${value}</b:Value>`,
});
export const choice = (name: string, index: number, ...values: readonly string[]): Attribute => ({
  type: 'ListDisplayAttribute',
  name,
  value: `<b:Value>${values.map((each) => `<a:string>${each}</a:string>`).join('')}</b:Value><b:SelectedIndex>${index}</b:SelectedIndex>`,
});

/** Last digits of a guid. */
export const guid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

function entry(
  n: number,
  type: string,
  ids: readonly [string, string],
  attributes: readonly Attribute[],
  rest: string,
): string {
  const properties = attributes
    .map(
      (each) =>
        `<a:anyType i:type="b:${each.type}"><b:DisplayName>${each.name}</b:DisplayName><b:Name/>${each.value}</a:anyType>`,
    )
    .join('');
  return `<a:KeyValueOfguidanyType><a:Key>${guid(n)}</a:Key><a:Value z:Id="i${n}" i:type="${type}"><GenericTypeId>${ids[0]}</GenericTypeId><Guid>${guid(n)}</Guid><Properties>${properties}</Properties><TypeId>${ids[1]}</TypeId>${rest}</a:Value></a:KeyValueOfguidanyType>\n`;
}

export function stencil(
  n: number,
  generic: 'GE.P' | 'GE.DS' | 'GE.EI' | 'GE.TB.B' | 'GE.A',
  typeId: string,
  kind: string,
  name: string,
  [left, top, width, height]: readonly [number, number, number, number],
  ...attributes: readonly Attribute[]
): string {
  const types = {
    'GE.P': 'StencilEllipse',
    'GE.DS': 'StencilParallelLines',
    'GE.EI': 'StencilRectangle',
    'GE.TB.B': 'BorderBoundary',
    'GE.A': 'StencilAnnotation',
  };
  return entry(
    n,
    types[generic],
    [generic, typeId],
    [header(kind), text('Name', name), ...attributes],
    `<Height>${height}</Height><Left>${left}</Left><Top>${top}</Top><Width>${width}</Width>`,
  );
}

export function flow(
  n: number,
  typeId: string,
  name: string,
  from: string,
  to: string,
  ...attributes: readonly Attribute[]
): string {
  return entry(
    n,
    'Connector',
    ['GE.DF', typeId],
    [header('Generic Data Flow'), text('Name', name), ...attributes],
    `<SourceGuid>${from}</SourceGuid><TargetGuid>${to}</TargetGuid>`,
  );
}

export function line(n: number, name: string, points: readonly number[]): string {
  const ends = ['SourceX', 'SourceY', 'HandleX', 'HandleY', 'TargetX', 'TargetY'];
  return entry(
    n,
    'LineBoundary',
    ['GE.TB.L', 'GE.TB.L'],
    [header('Generic Trust Line Boundary'), text('Name', name)],
    ends.map((end, index) => `<${end}>${points[index] ?? 0}</${end}>`).join(''),
  );
}

export function threat(
  n: number,
  state: string,
  flowId: string,
  target: string,
  properties: Readonly<Record<string, string>>,
  justification = '',
): string {
  const pairs = Object.entries(properties)
    .map(
      ([key, value]) =>
        `<a:KeyValueOfstringstring><a:Key>${key}</a:Key><a:Value>${value}</a:Value></a:KeyValueOfstringstring>`,
    )
    .join('');
  return `<a:KeyValueOfstringThreatpc_P0_PhOB><a:Key>TH${n}</a:Key><a:Value><b:FlowGuid>${flowId}</b:FlowGuid><b:Id>${n}</b:Id><b:Priority>High</b:Priority><b:Properties>${pairs}</b:Properties><b:State>${state}</b:State><b:StateInformation>${justification}</b:StateInformation><b:TargetGuid>${target}</b:TargetGuid><b:TypeId>S1</b:TypeId></a:Value></a:KeyValueOfstringThreatpc_P0_PhOB>\n`;
}

const TEMPLATE = `<KnowledgeBase><Manifest><Name>Own template</Name></Manifest><ThreatCategories><ThreatCategory><Id>S</Id><Name>Spoofing</Name></ThreatCategory></ThreatCategories><ThreatTypes><ThreatType><Category>S</Category><Id>S1</Id><ShortTitle>Spoofing of {target.Name}</ShortTitle><PropertiesMetaData/></ThreatType></ThreatTypes></KnowledgeBase>`;

export function model(
  surfaces: readonly { readonly name: string; readonly borders: string; readonly lines: string }[],
  threats = '',
  meta = '',
): string {
  const drawn = surfaces
    .map(
      ({ name, borders, lines }) =>
        `<DrawingSurfaceModel><Borders>${borders}</Borders><Header>${name}</Header><Lines>${lines}</Lines></DrawingSurfaceModel>`,
    )
    .join('\n');
  return `<ThreatModel xmlns="http://schemas.datacontract.org/2004/07/ThreatModeling.Model" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays" xmlns:b="urn:b" xmlns:z="urn:z"><DrawingSurfaceList>${drawn}</DrawingSurfaceList><MetaInformation>${meta}</MetaInformation><Notes/><ThreatInstances>${threats}</ThreatInstances>${TEMPLATE}</ThreatModel>`;
}

export const SHOP = model(
  [
    {
      name: 'Shop',
      borders:
        stencil(1, 'GE.TB.B', 'SE.TB.B.TMCore.Azure', 'Azure Trust Boundary', 'Cloud', [100, 0, 400, 300]) +
        stencil(2, 'GE.EI', 'SE.EI.TMCore.User', 'Human User', 'Buyer', [0, 50, 50, 50]) +
        stencil(
          3,
          'GE.P',
          'SE.P.TMCore.WebApp',
          'Web Application',
          'Shop',
          [150, 50, 50, 50],
          choice('Code Type', 1, 'Not Selected', 'Managed'),
        ) +
        stencil(
          4,
          'GE.DS',
          'SE.DS.TMCore.SQL',
          'SQL Database',
          'Orders',
          [300, 50, 50, 50],
          choice('Stores Credentials', 1, 'No', 'Yes'),
          choice('Encrypted', 1, 'No', 'Yes'),
        ) +
        stencil(
          5,
          'GE.EI',
          'SE.EI.TMCore.Svc',
          'External Web Service',
          'Payments',
          [600, 50, 50, 50],
          flag('Out Of Scope', true),
          text('Reason For Out Of Scope', 'run by others'),
        ),
      lines:
        flow(6, 'SE.DF.TMCore.HTTPS', 'Order', guid(2), guid(3)) +
        flow(7, 'GE.DF', 'Store', guid(3), guid(4), choice('Source Authenticated', 1, 'No', 'Yes')) +
        flow(8, 'GE.DF', 'Pay', guid(3), guid(5), choice('Provides Confidentiality', 1, 'No', 'Yes')),
    },
  ],
  threat(
    1,
    'Mitigated',
    guid(7),
    guid(4),
    {
      Title: 'Stolen orders',
      UserThreatCategory: 'Information Disclosure',
      PossibleMitigations: 'Encrypt the disk. See &lt;a href="x"&gt;here&lt;/a&gt;',
    },
    'done in March',
  ) +
    threat(2, 'AutoGenerated', guid(6), guid(3), { UserThreatDescription: 'Somebody else buys' }) +
    threat(3, 'NotApplicable', guid(8), guid(5), {
      Title: 'Down',
      UserThreatCategory: 'Own category',
      PossibleMitigations: 'Retry',
    }),
  '<Assumptions>nobody lies</Assumptions><HighLevelSystemDescription>A shop.</HighLevelSystemDescription><Owner>Team</Owner><ThreatModelName>Web shop</ThreatModelName>',
);
