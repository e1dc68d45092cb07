package dev.versioned.s3dynamo;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The buffers of a stream's parts, used again once their part is sent: large ones are dear. */
final class StreamBuffers {
  private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();

  /** Returns a buffer of a size; those of another size are let go. */
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
