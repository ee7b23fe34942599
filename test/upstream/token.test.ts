import assert from 'node:assert/strict';

import { RTSPToken } from '../../lib/index.js';

describe('upstream: token', () => {
  it('test_token', () => {
    assert.equal(new RTSPToken().isAllowed('missing'), false);

    // C's copies, and its check that a token with two owners is not changed, have no counterpart: the object is one.
    const token = new RTSPToken({ role: 'user', permission1: true, permission2: false });
    assert.equal(token.getString('role'), 'user');
    assert.equal(token.isAllowed('permission1'), true);
    assert.equal(token.isAllowed('permission2'), false);
    assert.equal(token.isAllowed('missing'), false);
    assert.deepEqual(token.structure.fields, { role: 'user', permission1: true, permission2: false });

    token.setBool('permission2', true);
    assert.deepEqual([token.isAllowed('permission1'), token.isAllowed('permission2')], [true, true]);
    assert.equal(token.getString('role'), 'user');

    token.setBool('permission3', false);
    assert.equal(token.isAllowed('permission3'), false);
    token.setBool('permission4', true);
    assert.equal(token.isAllowed('permission4'), true);

    assert.equal(token.getString('role'), 'user');
    token.setString('role', 'admin');
    assert.equal(token.getString('role'), 'admin');
  });
});
