import { type ComponentProps, useState } from 'react';

import { useText } from '../../i18n';
import { IconButton } from '../../ui/Button';
import { Field } from '../../ui/Field';

/** A password that can be looked at. */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'type' | 'after'>) {
  const t = useText();
  const [shown, setShown] = useState(false);
  const toggle = (
    <IconButton
      icon={shown ? 'eyeOff' : 'eye'}
      label={t(shown ? 'auth.hidePassword' : 'auth.showPassword')}
      onClick={() => setShown(!shown)}
    />
  );
  return <Field {...props} type={shown ? 'text' : 'password'} after={toggle} />;
}
