import { useState } from 'react';

import { Button } from '../../ui/Button';
import { useText } from '../text';
import { Confirm } from './Tools';

interface ArchiveProps {
  archived: boolean;
  busy: boolean;
  /** What is archived, and what that means. */
  name: string;
  text: string;
  onArchive: () => Promise<unknown>;
  onRestore: () => void;
}

/** Archives something, after a question, or brings it back. */
export function Archive({ archived, busy, name, text, onArchive, onRestore }: ArchiveProps) {
  const t = useText();
  const [asked, setAsked] = useState(false);
  return (
    <>
      {archived ? (
        <Button disabled={busy} onClick={onRestore}>
          {t('console.restore')}
        </Button>
      ) : (
        <Button look="warning" onClick={() => setAsked(true)}>
          {t('console.archive')}
        </Button>
      )}
      {asked && (
        <Confirm
          title={t('console.archiveTitle', { name })}
          text={text}
          deed={t('console.archive')}
          onDo={onArchive}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  );
}
