import { type ComponentType, type ReactNode, useEffect, useState } from 'react';

import { script } from '../app/script';

/**
 * A part of the page whose script is loaded when it is shown for the first time. `meanwhile`: what stands in its place
 * until then. Not by Suspense, which shows nothing else for a third of a second once it has shown that.
 */
export function part<P extends object>(load: () => Promise<ComponentType<P>>, meanwhile: ReactNode = null) {
  let known: ComponentType<P> | null = null;
  return function Part(props: P) {
    const [Loaded, setLoaded] = useState(() => known);
    useEffect(() => {
      if (Loaded) return;
      void script(load).then((one) => {
        known = one;
        setLoaded(() => one);
      });
    }, [Loaded]);
    return Loaded ? <Loaded {...props} /> : meanwhile;
  };
}
