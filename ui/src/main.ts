import { mount } from 'svelte';
import App from './App.svelte';
import { findHost } from './host';
import { store } from './store.svelte';

void findHost().then((host) => store.attach(host));
// The web view's own menu offers to reload the page; fields keep theirs, for copying and pasting.
addEventListener('contextmenu', (event) => {
  if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
});
mount(App, { target: document.body });
