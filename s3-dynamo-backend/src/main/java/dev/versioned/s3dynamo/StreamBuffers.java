package dev.versioned.s3dynamo;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The buffers for a stream's parts, reused once their part is sent, because large buffers are
 * expensive.
 */
final class StreamBuffers {
  private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();

  /** Returns a buffer of this size; buffers of another size are discarded. */
  byte[] take(int bytes) {
    for (byte[] one = free.poll(); one != null; one = free.poll()) {
      if (one.length == bytes) {
        return one;
      }
    }
    return new byte[bytes];
  }

  void giveBack(byte[] buffer) {
    free.add(buffer);
  }
}
