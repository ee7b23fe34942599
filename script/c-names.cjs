// The names of C, for script/tsdoc-coverage: those of the introspection files that are installed.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const files = [
  ...['GstRtspServer-1.0', 'GstRtsp-1.0', 'GstSdp-1.0', 'GstNet-1.0', 'Gst-1.0'],
  ...['Gio-2.0', 'GObject-2.0', 'GLib-2.0'],
].map((name) => `${name}.gir`);

/** Debian has what is the same on all machines in the one, and the rest in the others. */
const folders = ['/usr/share/gir-1.0'].concat(
  fs
    .readdirSync('/usr/lib')
    .map((name) => `/usr/lib/${name}/gir-1.0`)
    .filter((folder) => fs.existsSync(folder)),
);

function find(file) {
  const found = folders.map((folder) => path.join(folder, file)).find((one) => fs.existsSync(one));
  if (!found) throw new Error(`${file} is not installed: script/bootstrap --test brings it`);
  return found;
}

/**
 * Functions, macros, types, constants, domains of errors, and the members of types: `GstRTSPMedia::prepared` is a signal,
 * `GstRTSPMedia:latency` a property, `GstRTSPUrl.port` a field, `GstRTSPMediaClass.prepared` a virtual method.
 */
function read(file, names) {
  let owner = '';
  const text = fs.readFileSync(find(file), 'utf8');
  for (const [, kind, attributes] of text.matchAll(/<([\w:-]+)((?:\s+[\w:.-]+="[^"]*")+)\s*\/?>/g)) {
    const attribute = (name) => new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
    const type = attribute('glib:type-name') || attribute('c:type');
    switch (kind) {
      case 'class':
      case 'interface':
      case 'record':
      case 'union':
        // Parts of a structure without a name of their own are its own.
        if (/^G/.test(type)) owner = type;
        names.add(owner).add(attribute('c:type'));
        break;
      case 'enumeration':
      case 'bitfield':
      case 'alias':
      case 'callback':
      case 'constant':
        names.add(type).add(attribute('c:type')).add(attribute('glib:error-domain'));
        break;
      case 'glib:signal':
        names.add(`${owner}::${attribute('name')}`);
        break;
      case 'property':
        names.add(`${owner}:${attribute('name')}`);
        break;
      case 'field':
        names.add(`${owner}.${attribute('name')}`);
        break;
      default:
        names.add(attribute('c:identifier'));
    }
  }
}

/** What the installed library may be too old for: docs/bindings.md has it, where what has a dot is a virtual method. */
function readNewer(names) {
  const bindings = fs.readFileSync(path.join(__dirname, '../docs/bindings.md'), 'utf8');
  const table = /\n## Newer than 1\.22\n([^]*?)\n## /.exec(bindings)?.[1] ?? '';
  for (const [, name] of table.matchAll(/^\| `([^`]+)` *\|/gm))
    names.add(/^gst_|^GST_/.test(name) ? name : `Gst${name.replace('.', 'Class.')}`);
}

/** All of them. */
exports.readNames = () => {
  const names = new Set();
  for (const file of files) read(file, names);
  readNewer(names);
  return names;
};
