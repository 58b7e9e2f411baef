/**
 * Turns off what onnxruntime-node 1.30 on Linux reports to its maker: usage, the machine, a model's metadata, queued in a file
 * below the user's cache folder and sent where there is a network (microsoft/onnxruntime#27379). It reads the variable when its
 * first session opens. A worker thread has a copy of the environment, so whoever starts threads calls this as well; processes
 * inherit it. In the page, whose engine is another, this sets nothing that anybody reads.
 */
export function disableTelemetry(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
}
