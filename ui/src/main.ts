import { mount } from 'svelte';
import App from './App.svelte';
import { findHost } from './host';
import { store } from './store.svelte';

void findHost().then((host) => store.attach(host));
// The web view's own menu offers to reload the page; fields keep theirs, for copying and pasting.
addEventListener('contextmenu', (event) => {
  if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
});
// What is typed into an input method is its own: Enter that takes its word opens nothing, Escape that drops it closes nothing.
// Safari tells of that Enter once the word is composed, by the code 229.
const composing = ({ isComposing, keyCode }: KeyboardEvent) => isComposing || keyCode === 229;
addEventListener('keydown', (event) => composing(event) && event.stopPropagation(), { capture: true });
mount(App, { target: document.body });
