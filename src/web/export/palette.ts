/** Colours of the theme that is shown, so that a picture looks like the page. */
export interface Palette {
  readonly background: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly head: string;
  readonly tint: (state: string) => { readonly fill: string; readonly ink: string };
}

export function pagePalette(): Palette {
  const styles = getComputedStyle(document.documentElement);
  const colour = (name: string): string => styles.getPropertyValue(`--${name}`).trim();
  return {
    background: colour('surface'),
    ink: colour('ink'),
    muted: colour('muted'),
    line: colour('line'),
    head: colour('sunken'),
    tint: (state) => ({ fill: colour(`${state}-fill`), ink: colour(`${state}-ink`) }),
  };
}
