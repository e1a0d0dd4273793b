import type { UserProfile } from '@mattermost/types/users';
import { useState } from 'react';

import { PeoplePicker } from '../../features/dialogs/PeoplePicker';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Card, Problem } from '../parts/Page';
import { Named, Table } from '../parts/Table';
import { Pager, useDeed } from '../parts/Tools';
import { useText } from '../text';
import { useLoad } from '../useLoad';
import css from './People.module.css';

const PER_PAGE = 20;

interface MembersProps {
  /** Of what: a team or a channel. */
  id: string;
  total: number;
  load: (page: number, perPage: number) => Promise<UserProfile[]>;
  /** Nothing where people may not be added. */
  add?: ((userId: string) => Promise<unknown>) | undefined;
  remove?: ((userId: string) => Promise<unknown>) | undefined;
  /** The number of members has changed. */
  onChange: () => Promise<void>;
}

/** Who is in a team or channel; people are added and removed. */
export function Members({ id, total, load, add, remove, onChange }: MembersProps) {
  const t = useText();
  const [page, setPage] = useState(0);
  const [adding, setAdding] = useState(false);
  const people = useLoad(`${id} ${page}`, () => load(page, PER_PAGE));
  const { busy, error, run } = useDeed();
  const refresh = async () => {
    await Promise.all([people.reload(), onChange()]);
  };
  const columns = [
    {
      name: 'who',
      label: t('console.account'),
      cell: (user: UserProfile) => (
        <Named
          to={`/admin_console/users/${user.id}`}
          picture={<Avatar userId={user.id} size={28} />}
          name={user.username}
          below={`${user.first_name} ${user.last_name}`.trim()}
        />
      ),
    },
    {
      name: t('console.remove'),
      label: '',
      end: true,
      cell: (user: UserProfile) =>
        remove && (
          <Button
            look="quiet"
            disabled={busy}
            aria-label={t('people.remove', { name: user.username })}
            onClick={() => void run(() => remove(user.id).then(refresh))}
          >
            {t('console.remove')}
          </Button>
        ),
    },
  ];
  return (
    <Card
      title={t('console.members')}
      actions={
        add && (
          <Button look="quiet" onClick={() => setAdding(true)}>
            {t('console.addPeople')}
          </Button>
        )
      }
    >
      <Problem text={error || people.error} />
      {total > PER_PAGE && <Pager page={page} perPage={PER_PAGE} total={total} onPage={setPage} />}
      <Table
        label={t('console.members')}
        columns={columns}
        rows={people.value}
        keyOf={(user) => user.id}
        empty={t('console.noMember')}
      />
      {adding && add && <AddPeople add={add} onDone={refresh} onClose={() => setAdding(false)} />}
    </Card>
  );
}

interface AddPeopleProps {
  add: (userId: string) => Promise<unknown>;
  onDone: () => Promise<void>;
  onClose: () => void;
}

function AddPeople({ add, onDone, onClose }: AddPeopleProps) {
  const t = useText();
  const [chosen, setChosen] = useState<UserProfile[]>([]);
  const { busy, error, run } = useDeed();
  const save = async () => {
    const done = await run(async () => {
      for (const user of chosen) await add(user.id);
    });
    await onDone();
    if (done) onClose();
  };
  return (
    <Dialog title={t('console.addPeople')} onClose={onClose}>
      <div className={css.form}>
        <Problem text={error} />
        <PeoplePicker label={t('console.people')} chosen={chosen} onChange={setChosen} autoFocus />
        <DialogFoot>
          <Button look="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button disabled={busy || chosen.length === 0} onClick={() => void save()}>
            {t('console.add')}
          </Button>
        </DialogFoot>
      </div>
    </Dialog>
  );
}
