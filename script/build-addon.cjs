'use strict';
// The bridge from binding.gyp to CMakeLists.txt. It runs on the machine of whoever installs the package, so it uses
// nothing but cmake.
//
//   build-addon.cjs --inputs                       lists the files that the addon is made of
//   build-addon.cjs PRODUCT_DIR NODE_INCLUDE_DIR   compiles it into node-gyp's product folder

const { spawnSync } = require('node:child_process');
const { readdirSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '..');

function inputs() {
  const sources = readdirSync(path.join(root, 'native'), { recursive: true }).filter((file) => /\.(cc|h)$/.test(file));
  return ['CMakeLists.txt', 'script/build-addon.cjs', ...sources.map((file) => `native/${file}`)];
}

function cmake(...args) {
  const env = { ...process.env };
  // node-gyp calls this from a makefile of its own, whose job server is not meant for CMake's build tool.
  delete env.MAKEFLAGS;
  delete env.MAKELEVEL;
  const { error, status } = spawnSync('cmake', args, { cwd: root, env, stdio: 'inherit' });
  if (status === 0) return;
  if (error) {
    const reason = error.code === 'ENOENT' ? 'it is not installed' : error.message;
    console.error(`gst-rtsp-server: compiling the addon needs cmake 3.18 or newer, and ${reason}`);
  }
  process.exit(1);
}

function build(productDir, nodeInclude) {
  const output = path.resolve(productDir);
  const config = path.basename(output);
  // A folder of its own: build/Makefile is node-gyp's.
  const work = path.join(root, 'build', `cmake-gyp-${config}`);
  cmake(
    ...['-S', root, '-B', work],
    `-DCMAKE_BUILD_TYPE=${config}`,
    `-DCMAKE_JS_INC=${nodeInclude}`,
    `-DCMAKE_LIBRARY_OUTPUT_DIRECTORY=${output}`,
  );
  cmake('--build', work, '--parallel', String(os.availableParallelism()));
}

if (process.argv[2] === '--inputs') console.log(inputs().join('\n'));
else build(process.argv[2], process.argv[3]);
