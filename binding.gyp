{
  # node-gyp, and with it prebuildify and the compiling fallback of `npm install`, gets the addon from the CMake build:
  # what is compiled and how stands in CMakeLists.txt alone.
  "targets": [
    {
      "target_name": "gst_rtsp_server",
      "type": "none",
      "actions": [
        {
          "action_name": "cmake",
          "message": "compiling with CMake",
          "inputs": ["<!@(node script/build-addon.cjs --inputs)"],
          "outputs": ["<(PRODUCT_DIR)/gst_rtsp_server.node"],
          "action": ["node", "script/build-addon.cjs", "<(PRODUCT_DIR)", "<(node_root_dir)/include/node"]
        }
      ]
    }
  ]
}
