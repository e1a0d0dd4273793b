import type { DialogElement, OpenDialogRequest } from '@mattermost/types/integrations';
import { useState } from 'react';

import { client, errorText } from '../../api/client';
import { useText } from '../../i18n';
import { Markdown } from '../../markdown/Markdown';
import { getData, useView } from '../../store';
import { Button } from '../../ui/Button';
import { Check } from '../../ui/Check';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Area, Field, Select } from '../../ui/Field';
import { FormError } from '../auth/AuthPage';
import css from './Dialogs.module.css';

type Values = Readonly<Record<string, string>>;

/** What a program asks for, as a form. Its answer closes the form or says what is wrong with a field. */
export function Interactive({ request, onClose }: { request: OpenDialogRequest; onClose: () => void }) {
  const t = useText();
  const { dialog } = request;
  const elements = dialog.elements ?? [];
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(elements.map((one) => [one.name, one.default ?? ''])),
  );
  const [errors, setErrors] = useState<Values>({});
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const answer = (cancelled: boolean) => {
    const { channelId, teamId } = useView.getState();
    return client.submitInteractiveDialog({
      url: request.url,
      callback_id: dialog.callback_id ?? '',
      state: dialog.state ?? '',
      user_id: getData().me?.id ?? '',
      channel_id: channelId,
      team_id: teamId,
      submission: cancelled ? {} : valuesOf(elements, values),
      cancelled,
    });
  };
  const submit = async () => {
    const missing = elements.filter((one) => !one.optional && !values[one.name]?.trim() && one.type !== 'bool');
    setErrors(Object.fromEntries(missing.map((one) => [one.name, t('dialog.required')])));
    if (missing.length > 0) return;
    setBusy(true);
    setError('');
    try {
      const said = await answer(false);
      setErrors(said.errors ?? {});
      setError(said.error ?? '');
      if (!said.error && Object.keys(said.errors ?? {}).length === 0) onClose();
    } catch (failure) {
      setError(errorText(failure, t('app.unreachable')));
    }
    setBusy(false);
  };
  const cancel = () => {
    if (dialog.notify_on_cancel) void answer(true);
    onClose();
  };
  return (
    <Dialog title={dialog.title} onClose={cancel}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {dialog.introduction_text && <Markdown text={dialog.introduction_text} />}
        <FormError text={error} />
        {elements.map((one) => (
          <Element
            key={one.name}
            element={one}
            value={values[one.name] ?? ''}
            error={errors[one.name] ?? ''}
            onChange={(value) => setValues({ ...values, [one.name]: value })}
          />
        ))}
        <DialogFoot>
          <Button look="quiet" onClick={cancel}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={busy}>
            {dialog.submit_label || t('dialog.submit')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

/** The values as programs get them: numbers and switches are such. */
function valuesOf(elements: readonly DialogElement[], values: Values) {
  const entries = elements
    .filter((one) => one.type === 'bool' || values[one.name] || !one.optional)
    .map((one) => {
      const value = values[one.name] ?? '';
      if (one.type === 'bool') return [one.name, value === 'true'];
      return [one.name, one.subtype === 'number' && value ? Number(value) : value];
    });
  return Object.fromEntries(entries) as Record<string, string>;
}

interface ElementProps {
  element: DialogElement;
  value: string;
  error: string;
  onChange: (value: string) => void;
}

const INPUT_TYPES: readonly string[] = ['email', 'number', 'password', 'tel', 'url'];

function Element({ element: one, value, error, onChange }: ElementProps) {
  const t = useText();
  const label = one.optional ? t('dialog.optional', { label: one.display_name }) : one.display_name;
  const about = { label, hint: one.help_text, error };
  const limits = { minLength: one.min_length || undefined, maxLength: one.max_length || undefined };
  switch (one.type) {
    case 'textarea':
      return (
        <Area
          {...about}
          {...limits}
          rows={4}
          value={value}
          placeholder={one.placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'select':
    case 'radio':
      return (
        <Select {...about} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{one.placeholder || '–'}</option>
          {choicesOf(one).map(([choice, text]) => (
            <option key={choice} value={choice}>
              {text}
            </option>
          ))}
        </Select>
      );
    case 'bool':
      return (
        <Check
          hint={one.help_text}
          checked={value === 'true'}
          onChange={(event) => onChange(String(event.target.checked))}
        >
          {one.placeholder || one.display_name}
        </Check>
      );
    default:
      return (
        <Field
          {...about}
          {...limits}
          type={INPUT_TYPES.includes(one.subtype) ? one.subtype : 'text'}
          value={value}
          placeholder={one.placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}

/** What can be chosen: values with their words. */
function choicesOf(element: DialogElement): [string, string][] {
  const { users, channels } = getData();
  if (element.data_source === 'users') {
    return Object.values(users).flatMap((one) => (one ? [[one.id, `@${one.username}`] as [string, string]] : []));
  }
  if (element.data_source === 'channels') {
    return Object.values(channels).flatMap((one) =>
      one?.type === 'O' ? [[one.id, one.display_name] as [string, string]] : [],
    );
  }
  return (element.options ?? []).map((one) => [String(one.value), one.text]);
}
