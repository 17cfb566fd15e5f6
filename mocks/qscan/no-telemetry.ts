// ONNX Runtime sends usage events to Microsoft by native code that only the real environment of the process can
// stop; a stand-in calls nobody but whom the real worker calls. Imported before the library is loaded, in the main thread:
// a thread has only a copy of the environment.
process.env.ORT_DISABLE_TELEMETRY = '1';
