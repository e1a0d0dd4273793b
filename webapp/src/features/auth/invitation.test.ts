import { expect, it } from 'vitest';

import { placeOf } from '../../app/router';
import { invitationOf } from './invitation';

const NOTHING = { inviteId: '', token: '', team: '', email: '' };

it('reads the invitation of a team, and one that was mailed', () => {
  expect(invitationOf('?id=abc')).toEqual({ ...NOTHING, inviteId: 'abc' });
  const mailed = encodeURIComponent('{"display_name":"Engines","email":"eve@example.com","name":"engines"}');
  expect(invitationOf(`?d=${mailed}&t=secret`)).toEqual({
    ...NOTHING,
    token: 'secret',
    team: 'Engines',
    email: 'eve@example.com',
  });
});

it('goes by the token when the rest was damaged on its way', () => {
  for (const damaged of ['%7B%22display_name', 'null', '{"email":7}']) {
    expect(invitationOf(`?d=${damaged}&t=secret`)).toEqual({ ...NOTHING, token: 'secret' });
  }
});

it('knows the addresses that stand in mails', () => {
  expect(placeOf('/do_verify_email').page).toBe('verify');
  expect(placeOf('/signup_user_complete/').page).toBe('signup');
  expect(placeOf('/_redirect/pl/abc')).toEqual({ page: 'anyTeam', rest: '/pl/abc' });
});
