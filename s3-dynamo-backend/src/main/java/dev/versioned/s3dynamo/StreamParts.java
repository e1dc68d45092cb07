package dev.versioned.s3dynamo;

/**
 * Determines the part sizes of a stream of unknown length: the usual size at first, doubled after
 * every 1,000 parts, up to 1 GiB. With a first part of 16 MiB, the number of parts that S3 allows
 * holds about 4.9 TiB, and streams of ordinary length take little memory.
 *
 * @param firstBytes the size of the first part
 */
record StreamParts(int firstBytes) {
  private static final int LARGEST_BYTES = 1 << 30;
  private static final int IN_MEMORY_BYTES = 64 << 20;
  private static final int PARTS_PER_SIZE = 1000;
  private static final int MOST_DOUBLINGS = 6;

  int bytesOf(int index) {
    int doublings = Math.min(index / PARTS_PER_SIZE, MOST_DOUBLINGS);
    return (int) Math.min((long) firstBytes << doublings, LARGEST_BYTES);
  }

  /** Returns how many parts of this size may be in memory at once: 64 MiB in total, or one part. */
  static int inMemory(int bytes) {
    return Math.max(1, IN_MEMORY_BYTES / bytes);
  }
}
