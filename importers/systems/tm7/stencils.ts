import type { SourcePlace } from '#model/draft-system';
import { boxOf, type Box, type Point } from '../../formats/boxes.ts';
import { htmlText } from '../../formats/html-text.ts';
import { childNamed, childrenNamed, childText, type XmlElement } from '../../formats/xml/parse-xml.ts';

/** Anything that stands on a diagram: stencil, boundary or flow. */
export interface Stencil {
  readonly guid: string;
  /** Class of the tool: `StencilEllipse`, `BorderBoundary`, `Connector` … */
  readonly type: string;
  /** `GE.P`, `GE.DS`, `GE.EI`, `GE.DF`, `GE.TB.B`, `GE.TB.L` */
  readonly generic: string;
  /** `SE.DS.TMCore.AzurePostgresDB`; of own templates a GUID. */
  readonly typeId: string;
  /** What the template calls it: `Azure Database for PostgreSQL`. */
  readonly kind: string | undefined;
  readonly name: string | undefined;
  /** Properties that somebody has set, by the names that the tool shows. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The reason, or an empty text, where it is out of scope. */
  readonly outOfScope: string | undefined;
  readonly box: Box | undefined;
  readonly place: SourcePlace;
  readonly element: XmlElement;
}

/** Properties that are read on their own, or only order the drawing. */
const OWN = new Set(['Name', 'Dataflow Order', 'Out Of Scope', 'Reason For Out Of Scope']);

/** Values of lists that say nothing, besides the first of each. */
const UNSET = /^(?:select|no|not selected|not applicable|n\/a|none|any|generic)$/i;

export function stencilsOf(file: string, list: XmlElement | undefined): readonly Stencil[] {
  return childrenNamed(list, 'KeyValueOfguidanyType').flatMap((entry) => {
    const element = childNamed(entry, 'Value');
    return element === undefined ? [] : [readStencil(file, element, childText(entry, 'Key') ?? '')];
  });
}

export function pointOf(element: XmlElement, name: string): Point | undefined {
  const [x, y] = [childText(element, `${name}X`), childText(element, `${name}Y`)];
  if (x === undefined || y === undefined) return undefined;
  const box = boxOf({ x, y, width: 0, height: 0 });
  return box === undefined ? undefined : { x: box.x, y: box.y };
}

function readStencil(file: string, element: XmlElement, key: string): Stencil {
  const guid = childText(element, 'Guid') ?? key;
  let kind: string | undefined;
  const texts = new Map<string, string>();
  const attributes = new Map<string, string>();
  for (const property of childrenNamed(childNamed(element, 'Properties'), 'anyType')) {
    const type = localName(property.attributes.get('type') ?? '');
    const name = childText(property, 'DisplayName') ?? '';
    if (type === 'HeaderDisplayAttribute') kind ??= name === '' ? undefined : name;
    const value = valueOf(property, type);
    if (value === undefined) continue;
    texts.set(name, value.text);
    if (value.set && !OWN.has(name)) attributes.set(name, value.text);
  }
  return {
    guid,
    type: localName(element.attributes.get('type') ?? ''),
    generic: childText(element, 'GenericTypeId') ?? '',
    typeId: childText(element, 'TypeId') ?? '',
    kind,
    name: texts.get('Name'),
    attributes,
    outOfScope:
      texts.get('Out Of Scope') === 'true' ? (texts.get('Reason For Out Of Scope') ?? '') : undefined,
    box: boxOf({
      x: childText(element, 'Left'),
      y: childText(element, 'Top'),
      width: childText(element, 'Width'),
      height: childText(element, 'Height'),
    }),
    place: { file, line: element.line, pointer: `/ThreatModel/*[Guid=${JSON.stringify(guid)}]` },
    element,
  };
}

/** The value of a property as the tool shows it, and whether somebody has set it. */
function valueOf(
  property: XmlElement,
  type: string,
): { readonly text: string; readonly set: boolean } | undefined {
  const value = childNamed(property, 'Value');
  if (value === undefined) return undefined;
  if (type === 'ListDisplayAttribute') {
    const index = Number(childText(property, 'SelectedIndex') ?? 0);
    const text = childrenNamed(value, 'string')[index]?.text.trim() ?? '';
    return { text, set: index > 0 && text !== '' && !UNSET.test(text) };
  }
  const text = htmlText(value.text);
  if (text === '') return undefined;
  return { text, set: type === 'BooleanDisplayAttribute' ? text === 'true' : true };
}

/** Types are written with a prefix: `b:StringDisplayAttribute`. */
function localName(type: string): string {
  return type.slice(type.indexOf(':') + 1);
}
