'use strict';
// node-gyp-build asks this file during `npm install` whether the prebuilt addon is of use (package.json, "prebuild"):
// a throw makes it compile one from source.

const path = require('node:path');
const { path: locate } = require('node-gyp-build');

const addon = locate(path.resolve(__dirname, '..'));
try {
  process.dlopen({ exports: {} }, addon);
} catch (error) {
  // GStreamer may still be installed after the package, and where its libraries are missing, its headers are as well:
  // compiling could only fail. The library says what to install when it is first loaded.
  if (!error.message.includes('cannot open shared object file')) throw error;
}
