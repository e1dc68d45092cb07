package dev.versioned.s3dynamo;

/**
 * How large the parts of a stream are whose length is not known: 16 MiB at first, twice as much
 * after every 1,000 parts, up to 1 GiB. So the parts that S3 allows hold some 4.9 TiB, and streams
 * of ordinary length take little memory.
 */
final class StreamParts {
  /** How many parts are on their way at once. */
  static final int IN_FLIGHT = 4;

  private static final int FIRST_BYTES = 16 << 20;
  private static final int LARGEST_BYTES = 1 << 30;
  private static final int PARTS_PER_SIZE = 1000;

  private StreamParts() {}

  static int bytesOf(int index) {
    int doublings = Math.min(index / PARTS_PER_SIZE, 6);
    return Math.min(FIRST_BYTES << doublings, LARGEST_BYTES);
  }

  /** How many parts of a size may be in memory at once: 64 MiB of them, or one. */
  static int inFlight(int bytes) {
    return Math.max(1, IN_FLIGHT * FIRST_BYTES / bytes);
  }
}
