import { Boxed, registerClass } from '../gobject/object.js';
import type { Structure } from '../gst/structure.js';
import { c } from '../native.js';

/**
 * Which role may do what, for a mount. The library itself looks at `media.factory.access` (without it a user is told
 * that there is nothing, 404) and `media.factory.construct` (without it the user may not play, 401).
 *
 * @example
 * ```ts
 * const permissions = new RTSPPermissions();
 * permissions.addRole('admin', { 'media.factory.access': true, 'media.factory.construct': true });
 * factory.permissions = permissions;
 * ```
 * @see GstRTSPPermissions
 */
export class RTSPPermissions extends Boxed {
  /** Nobody may do anything. @see gst_rtsp_permissions_new */
  public constructor() {
    super();
  }

  /**
   * Adds a role with its permissions; a role that is there is replaced.
   *
   * @param role - Letters, digits and `/-_.:+`; the first is a letter.
   * @throws TypeError for another name.
   * @see gst_rtsp_permissions_add_role
   */
  addRole(role: string, permissions: Readonly<Record<string, boolean>> = {}): void {
    c.gst_rtsp_permissions_add_role_empty(this, role);
    for (const [permission, allowed] of Object.entries(permissions)) {
      this.addPermissionForRole(role, permission, allowed);
    }
  }

  /** Allows or forbids something to a role, which is added when it is not there. @see gst_rtsp_permissions_add_permission_for_role */
  addPermissionForRole(role: string, permission: string, allowed: boolean): void {
    c.gst_rtsp_permissions_add_permission_for_role(this, role, permission, allowed);
  }

  /** Adds the role that a structure's name is, with the permissions that its boolean fields are. @see gst_rtsp_permissions_add_role_from_structure */
  addRoleFromStructure(structure: Structure): void {
    c.gst_rtsp_permissions_add_role_from_structure(this, structure);
  }

  /** The role's permissions; null when there is no such role. @see gst_rtsp_permissions_get_role */
  getRole(role: string): Structure | null {
    return c.gst_rtsp_permissions_get_role(this, role) as Structure | null;
  }

  /** Removes a role. @see gst_rtsp_permissions_remove_role */
  removeRole(role: string): void {
    c.gst_rtsp_permissions_remove_role(this, role);
  }

  /** Whether the role has the permission. @see gst_rtsp_permissions_is_allowed */
  isAllowed(role: string, permission: string): boolean {
    return c.gst_rtsp_permissions_is_allowed(this, role, permission) as boolean;
  }
}

registerClass('GstRTSPPermissions', RTSPPermissions, c.gst_rtsp_permissions_new);
