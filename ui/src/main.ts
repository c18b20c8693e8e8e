import { mount } from 'svelte';
import App from './App.svelte';
import { findHost } from './host';
import { store } from './store.svelte';

void findHost().then((host) => store.attach(host));
mount(App, { target: document.body });
