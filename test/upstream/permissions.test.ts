import assert from 'node:assert/strict';

import { RTSPPermissions, Structure } from '../../lib/index.js';

const all = { permission1: true, permission2: true };
const first = { permission1: true, permission2: false };
const second = { permission1: false, permission2: true };

function has(permissions: RTSPPermissions, role: string, expected: Record<string, boolean>): void {
  for (const [permission, allowed] of Object.entries(expected)) {
    assert.equal(permissions.isAllowed(role, permission), allowed, `${permission} of ${role}`);
  }
}

const none = { permission1: false, permission2: false };

describe('upstream: permissions', () => {
  it('test_permissions', () => {
    has(new RTSPPermissions(), 'missing', { permission1: false });

    // C's copies have no counterpart: the object is one.
    const one = new RTSPPermissions();
    one.addRole('user', first);
    has(one, 'user', { ...first, missing: false });
    has(one, 'missing', { permission1: false });

    const two = new RTSPPermissions();
    two.addRole('admin', all);
    two.addRole('user', first);
    has(two, 'admin', all);
    has(two, 'user', first);

    one.addRole('user', second);
    has(one, 'user', second);

    two.removeRole('user');
    has(two, 'admin', all);
    has(two, 'user', none);

    two.addPermissionForRole('admin', 'permission1', false);
    has(two, 'admin', second);

    has(two, 'tester', none);
    two.addPermissionForRole('tester', 'permission1', true);
    has(two, 'tester', first);
    two.addPermissionForRole('tester', 'permission1', false);
    has(two, 'tester', none);
    two.addPermissionForRole('tester', 'permission2', true);
    has(two, 'tester', { ...second, permission3: false });

    two.addRole('noone');
    has(two, 'noone', { permission1: false });

    two.addRoleFromStructure(new Structure('tester', { permission1: true }));
    has(two, 'tester', first);
  });
});
