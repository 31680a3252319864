/** Coverage as one page: counts, and of each framework a matrix whose items open to their reasons. */
import { MAPPING_STATES, type Threat } from '#model/analysis-result';
import type {
  CoverageAnswer,
  CoverageCount,
  CoverageMatrix,
  CoverageNumbers,
  CoveredItem,
} from '#model/answers/coverage';
import { html, htmlPage, type Html } from '../html/html.ts';
import { ITEM_STATES, STATE_MARKS, itemsOf, reasonOf, stateOf } from './state.ts';
import type { CoverageTranslate } from './state.ts';

const STYLE = `
:root { color-scheme: light dark; --page: #ffffff; --text: #1a1a1a; --link: #0b57d0; --line: #767676; --soft: #f3f3f3; --open: #b00020; --partly: #7a5200; --fully: #0b6b2b; --quiet: #595959; }
@media (prefers-color-scheme: dark) { :root { --page: #161616; --text: #ececec; --link: #9ec1ff; --line: #8a8a8a; --soft: #242424; --open: #ff8a94; --partly: #ffcf70; --fully: #7fdc9a; --quiet: #b5b5b5; } }
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem; background: var(--page); color: var(--text); }
a { color: var(--link); }
main { max-width: 110rem; margin: auto; }
table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
th, td { border-bottom: 1px solid var(--line); padding: .2rem .7rem; text-align: right; }
th:first-child, th:nth-child(2), td:first-child, td.word, th.word { text-align: left; }
tr.part th, tr.part td { color: var(--quiet); border-bottom-style: dotted; }
.scroll { overflow-x: auto; }
.matrix { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(13rem, 1fr); gap: .6rem; align-items: start; padding-bottom: .6rem; }
.matrix h3 { font-size: .95rem; margin: 0 0 .3rem; }
.matrix ul, .legend { list-style: none; margin: 0; padding: 0; }
.matrix li { background: var(--soft); border-left: .3rem solid var(--quiet); margin: 0 0 .25rem; padding: .15rem .4rem; overflow-wrap: anywhere; }
.matrix li.sub { margin-left: .8rem; }
.matrix li.open { border-color: var(--open); } .matrix li.partly { border-color: var(--partly); } .matrix li.fully { border-color: var(--fully); }
.matrix details details { margin: .3rem 0; }
.matrix details ul li { background: none; border: 0; padding: 0; font-size: .87rem; }
.open > .mark, .open > summary > .mark { color: var(--open); } .partly .mark { color: var(--partly); } .fully .mark { color: var(--fully); }
.mark { font-weight: 700; } code { font-size: .9em; } .note { color: var(--quiet); font-size: .87rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
summary { cursor: pointer; } :focus-visible { outline: 3px solid #2563eb; outline-offset: 2px; }
@media print { .matrix { display: block; } .scroll { overflow: visible; } }
`;

/** Items that do not apply are folded away in each column, so that a large framework stays readable. */
export function coverageHtml(answer: CoverageAnswer, { t }: { readonly t: CoverageTranslate }): string {
  const threats = new Map(answer.threats.map((threat) => [threat.id, threat]));
  const title = t('page.title', { system: answer.system });
  const body = html`<main>
    <h1>${title}</h1>
    <p>${t('page.basis', { day: answer.asOf, version: answer.threatloom })} <code>${answer.digest}</code></p>
    ${countsTable(answer.counts, t)}
    <p class="note">${t('counts.meaning')}</p>
    ${answer.matrices.map((matrix) => matrixSection(matrix, threats, t))}
  </main>`;
  return htmlPage(title, STYLE, body);
}

function countsTable(counts: readonly CoverageCount[], t: CoverageTranslate): Html {
  const numbers = ({
    catalogued,
    applicable,
    partlyMitigated,
    mitigated,
    evidenced,
  }: CoverageNumbers): Html =>
    html`${[catalogued, applicable, partlyMitigated, mitigated, evidenced].map((each) => html`<td>${each}</td>`)}`;
  const rows = counts.map((count) => {
    const states = MAPPING_STATES.filter((state) => count.byMapping[state].catalogued > 0);
    const parts = states.length > 1 ? states : [];
    return html`<tr>
        <th scope="row"><a href="#${anchorOf(count)}">${count.framework}</a></th>
        <td class="word">${count.edition}</td>
        <td class="word">${parts.length === 0 ? t(`mapping.${states[0]!}`) : t('counts.all')}</td>
        ${numbers(count)}
      </tr>
      ${parts.map(
        (state) =>
          html`<tr class="part">
            <th scope="row"><span class="note">${count.framework}</span></th>
            <td class="word">${count.edition}</td>
            <td class="word">${t(`mapping.${state}`)}</td>
            ${numbers(count.byMapping[state])}
          </tr> `,
      )}`;
  });
  return html`<div class="scroll" role="region" aria-label="${t('counts.title')}" tabindex="0">
    <table>
      <caption>
        ${t('counts.title')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t('counts.framework')}</th>
          <th scope="col" class="word">${t('counts.edition')}</th>
          <th scope="col" class="word">${t('counts.mapping')}</th>
          <th scope="col">${t('counts.catalogued')}</th>
          <th scope="col">${t('counts.applicable')}</th>
          <th scope="col">${t('counts.partly')}</th>
          <th scope="col">${t('counts.fully')}</th>
          <th scope="col">${t('counts.evidenced')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function matrixSection(
  matrix: CoverageMatrix,
  threats: ReadonlyMap<string, Threat>,
  t: CoverageTranslate,
): Html {
  const { name, edition, columns } = matrix;
  const anchor = anchorOf(matrix);
  return html`<section aria-labelledby="${anchor}">
    <h2 id="${anchor}">${name} ${edition}</h2>
    <ul class="legend">
      ${ITEM_STATES.map((state) => html`<li class="${state}"><span class="mark" aria-hidden="true">${STATE_MARKS[state]}</span> ${t(`state.${state}`)}</li>`)}
    </ul>
    <div
      class="scroll"
      role="region"
      aria-label="${t('matrix.columns', { name: `${name} ${edition}` })}"
      tabindex="0"
    >
      <div class="matrix">${columns.map((column) => columnSection(matrix, column, threats, t))}</div>
    </div>
  </section>`;
}

function columnSection(
  matrix: CoverageMatrix,
  { id, name }: CoverageMatrix['columns'][number],
  threats: ReadonlyMap<string, Threat>,
  t: CoverageTranslate,
): Html {
  const items = itemsOf(matrix, id);
  const applying = items.filter(({ applicable }) => applicable);
  const others = items.filter(({ applicable }) => !applicable);
  const rest =
    others.length === 0
      ? html``
      : html`<details>
          <summary>${t('matrix.rest', { count: others.length })}</summary>
          <ul>
            ${others.map((item) => html`<li><code>${item.item}</code> ${item.name}${item.mapping === 'mapped' ? html`` : html` <span class="note">${t(`mapping.${item.mapping}`)}</span>`}</li> `)}
          </ul>
        </details>`;
  const listed =
    applying.length === 0
      ? html``
      : html`<ul>
          ${applying.map((item) => itemEntry(item, threats, t))}
        </ul>`;
  return html`<div>
    <h3>
      ${name} <span class="note">${t('matrix.apply', { applying: applying.length, all: items.length })}</span>
    </h3>
    ${listed}${rest}
  </div> `;
}

function itemEntry(item: CoveredItem, threats: ReadonlyMap<string, Threat>, t: CoverageTranslate): Html {
  const state = stateOf(item);
  const sub = item.kind === 'technique' && item.parent !== undefined ? ' sub' : '';
  const notes = [
    reasonOf(item, t),
    ...(item.evidenced ? [t('evidenced.yes')] : []),
    ...(item.mapping === 'mapped' ? [] : [t(`mapping.${item.mapping}`)]),
  ];
  const own = item.threats.map((id) => threats.get(id)).filter((threat) => threat !== undefined);
  return html`<li class="${state}${sub}">
    <details>
      <summary>
        <span class="mark" aria-hidden="true">${STATE_MARKS[state]}</span>
        <code>${item.item}</code> ${item.name}
      </summary>
      <p class="note">${t(`state.${state}`)}: ${notes.join('; ')}</p>
      ${list(
        t('why.threats', { count: own.length }),
        own.map(
          ({ asset, technique, goal, status }) =>
            html`${asset}: <code>${technique}</code> ${goal} (${t(`status.${status}`)})`,
        ),
      )}
      ${list(
        t('why.controls', { count: item.controls.length }),
        item.controls.map(
          ({ id, safeguards }) =>
            html`<code>${id}</code> ${safeguards.length === 0 ? t('control.absent') : safeguards.join(', ')}`,
        ),
      )}
      ${list(
        t('why.links', { count: item.links.length }),
        item.links.map(
          ({ predicate, other, name, trust, source }) =>
            html`${predicate} <code>${other}</code> ${name} (${trust}: ${source})`,
        ),
      )}
    </details>
  </li> `;
}

function list(title: string, entries: readonly Html[]): Html {
  if (entries.length === 0) return html``;
  return html`<details>
    <summary>${title}</summary>
    <ul>
      ${entries.map((entry) => html`<li>${entry}</li>`)}
    </ul>
  </details>`;
}

/** An id that is one word and none else's. */
function anchorOf({ framework, edition }: { readonly framework: string; readonly edition: string }): string {
  return `${framework}-${edition}`.replace(/[^A-Za-z0-9.-]/g, '_');
}
