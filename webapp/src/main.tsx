import '@fontsource-variable/inter/wght.css';
import './styles/tokens.css';
import './styles/base.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { watchDrafts } from './api/drafts';
import { App } from './app/App';
import { followScheme } from './app/theme';
import { keepShell } from './app/worker';

followScheme();
watchDrafts();
keepShell();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
