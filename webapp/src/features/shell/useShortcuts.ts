import { useEffect } from 'react';

import { show, useView } from '../../store';

/** Keys that work everywhere in the chat. */
export function useShortcuts(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey;
      if (command && event.key.toLowerCase() === 'k' && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        show({ dialog: useView.getState().dialog === 'switcher' ? null : 'switcher' });
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
