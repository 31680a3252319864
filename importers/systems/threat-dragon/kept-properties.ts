import type { DraftElement } from '#model/draft-system';
import { DERIVED, DRAWN, type Cell } from './cells.ts';

/** Key of the tool → key of the model; flags that are not set say nothing. */
const KEPT: Readonly<Record<string, string>> = {
  protocol: 'x-protocol',
  privilegeLevel: 'x-privilege-level',
  isPublicNetwork: 'x-public-network',
  isSigned: 'x-signed',
  storesInventory: 'x-stores-inventory',
  handlesGoodsOrServices: 'x-handles-goods',
  providesAuthentication: 'x-provides-authentication',
};

/** What is read where it belongs, or told by the drawing. */
const READ: ReadonlySet<string> = new Set([
  ...Object.keys(KEPT),
  ...DRAWN,
  ...DERIVED,
  'id',
  'name',
  'description',
  'threats',
  'isEncrypted',
  'isBidirectional',
  'isALog',
  'isWebApplication',
  'storesCredentials',
  'handlesCardPayment',
  'outOfScope',
  'reasonOutOfScope',
]);

/** Values of properties that nobody has set. */
const UNSET: ReadonlySet<unknown> = new Set([false, null, '']);

/** What nothing in a model says; properties that other tools add are kept as they are. */
export function keptProperties({ data }: Cell): Pick<DraftElement, 'extensions' | 'ask'> {
  const { account, pointer } = data;
  const kept: Record<string, unknown> = {};
  for (const [key, name] of Object.entries(KEPT)) {
    const value = data.text(key);
    if (value === undefined || value === 'false') continue;
    kept[name] = value === 'true' ? true : value;
    account.kept(`${pointer}/${key}`, `property "${key}"`, name);
  }
  const reason = data.text('reasonOutOfScope');
  const isOut = data.boolean('outOfScope') === true;
  if (isOut) {
    kept['x-out-of-scope'] = reason ?? true;
    account.kept(
      `${pointer}/outOfScope`,
      'property "outOfScope"',
      'x-out-of-scope',
      'attackers keep to no scope',
    );
  }
  const others = data.entries().filter(([key]) => !READ.has(key));
  for (const [, part] of others) part.tellWhole();
  const said = others.filter(([, { value }]) => !UNSET.has(value));
  for (const [key, part] of said) account.kept(part.pointer, `property "${key}"`, 'x-properties');
  if (said.length > 0)
    kept['x-properties'] = Object.fromEntries(said.map(([key, { value }]) => [key, value]));
  return {
    ...(Object.keys(kept).length > 0 && { extensions: kept }),
    ...(isOut && { ask: ['it is out of scope in the drawing; should it be left out?'] }),
  };
}
