// The page's entry: mounts the screens and starts the state. Nothing else.

import { mount } from 'svelte';
import { app } from './state/app.svelte';
import App from './ui/App.svelte';
import './ui/tokens.css';
import './ui/base.css';

mount(App, { target: document.getElementById('app')! });
void app.start();
