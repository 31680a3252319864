import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { HighlightStyle, bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, drawSelection, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { HIGHLIGHTERS } from './languages.ts';
import type { QueryLanguage } from './query-language.ts';

interface EditorProps {
  readonly language: QueryLanguage;
  readonly label: string;
  /** To begin with; what becomes of it is told by `onInput`. For another beginning the editor needs another `key`. */
  readonly first: string;
  readonly onInput: (text: string) => void;
  readonly onRun: () => void;
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--code-keyword)', fontWeight: '600' },
  { tag: tags.string, color: 'var(--code-string)' },
  { tag: tags.number, color: 'var(--code-number)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: tags.variableName, color: 'var(--code-variable)' },
]);

const look = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--surface)', fontSize: '13px', height: '100%' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-content': { fontFamily: 'var(--mono)', caretColor: 'var(--ink)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--muted)', border: 'none' },
  '.cm-scroller': { overflow: 'auto' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--selection)',
  },
});

/**
 * What is typed over a selection. The browser's own way of doing that writes `style` attributes, to keep a look that the
 * editor does not have, and the policy of the page reports each.
 */
function typeOver(event: InputEvent, view: EditorView): boolean {
  const { state, composing } = view;
  if (event.inputType !== 'insertText' || event.data === null || composing) return false;
  if (state.selection.main.empty) return false;
  event.preventDefault();
  view.dispatch({ ...state.replaceSelection(event.data), userEvent: 'input.type', scrollIntoView: true });
  return true;
}

/**
 * CodeMirror, in a shadow root: there its styles are adopted style sheets, which a page needs no exception for in its
 * content-security policy. In the document itself they would be `<style>` elements.
 */
export default function Editor({ language, label, first, onInput, onRun }: EditorProps): JSX.Element {
  const holder = useRef<HTMLDivElement>(null);
  const told = useRef({ onInput, onRun });
  told.current = { onInput, onRun };

  useEffect(() => {
    const host = holder.current;
    if (host === null) return;
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    const run = (): boolean => {
      told.current.onRun();
      return true;
    };
    const view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: first,
        extensions: [
          // The page's own shortcut comes before the editor's for the same keys.
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          HIGHLIGHTERS[language],
          syntaxHighlighting(colours),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.domEventHandlers({ beforeinput: typeOver }),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) told.current.onInput(state.doc.toString());
          }),
          look,
        ],
      }),
    });
    return () => {
      view.destroy();
    };
    // An editor of one's own writing: what else changes is told by the refs above, or comes with another key.
  }, [language, label]);

  return <div class="editor" ref={holder} />;
}
