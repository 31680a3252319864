import { render } from 'preact';
import { App } from './app.tsx';
import { loadSpeech } from './page/messages.tsx';
import { firstLocale, firstTheme, showLocale, showTheme } from './page/settings.ts';
import './styles/base.css';
import './styles/parts.css';
import './styles/views.css';

const locale = firstLocale();
showLocale(locale);
showTheme(firstTheme());
const holder = document.getElementById('page');
if (holder !== null) {
  const first = await loadSpeech(locale);
  render(<App first={first} />, holder);
}
