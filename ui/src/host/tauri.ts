import { Channel, invoke } from '@tauri-apps/api/core';
import type { Difference, Problem, Reply, Snapshot } from '../bindings';
import type { Host } from './host';

/** The engine inside the app, over Tauri's bridge. */
export const host: Host = {
  attach(changed) {
    const channel = new Channel<Difference>();
    channel.onmessage = changed;
    return invoke<Snapshot>('attach', { channel });
  },
  send(request) {
    return invoke<Reply>('send', { request });
  },
  async open(address) {
    try {
      await invoke('open_address', { address });
      return undefined;
    } catch (problem) {
      return problem as Problem;
    }
  },
  close() {
    void invoke('close');
  },
};
