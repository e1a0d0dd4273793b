import { Fragment, type ReactNode } from 'react';

/** A long name that breaks where it may be cut, and not inside its words. */
export const breakable = (name: string, cut: RegExp): ReactNode =>
  name.split(cut).map((word, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {word}
    </Fragment>
  ));
