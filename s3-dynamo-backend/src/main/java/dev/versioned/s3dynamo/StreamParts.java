package dev.versioned.s3dynamo;

/**
 * How large the parts of a stream are whose length is not known: of the usual size at first, twice
 * as much after every 1,000 parts, up to 1 GiB. So the parts that S3 allows hold some 4.9 TiB if
 * the first has 16 MiB, and streams of ordinary length take little memory.
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

  /** How many parts of a size may be in memory at once: 64 MiB of them, or one. */
  static int inMemory(int bytes) {
    return Math.max(1, IN_MEMORY_BYTES / bytes);
  }
}
