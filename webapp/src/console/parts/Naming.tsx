import { Area, Field } from '../../ui/Field';
import { useText } from '../text';

interface NamingProps {
  name: string;
  onName: (name: string) => void;
  description: string;
  onDescription: (description: string) => void;
  /** Whether somebody begins to write there at once. */
  first?: boolean;
}

/** What something is called, and what it is. */
export function Naming({ name, onName, description, onDescription, first }: NamingProps) {
  const t = useText();
  return (
    <>
      <Field
        label={t('console.name')}
        autoFocus={first}
        required
        maxLength={64}
        value={name}
        onChange={(event) => onName(event.target.value)}
      />
      <Area
        label={t('console.description')}
        maxLength={255}
        value={description}
        onChange={(event) => onDescription(event.target.value)}
      />
    </>
  );
}
