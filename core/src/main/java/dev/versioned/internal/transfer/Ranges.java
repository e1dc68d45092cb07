package dev.versioned.internal.transfer;

/**
 * A blob's ranges, which are fetched at the same time, and their blocks, which are recorded as they
 * are written.
 *
 * @param sizeBytes the size of the blob
 */
record Ranges(long sizeBytes) {
  static final int RANGE_BYTES = 16 << 20;

  /** An interrupted download loses no more than this of each range. */
  static final int BLOCK_BYTES = 1 << 20;

  private static final int BLOCKS_PER_RANGE = RANGE_BYTES / BLOCK_BYTES;

  /** Returns the number of ranges. */
  int count() {
    return Math.toIntExact((sizeBytes + RANGE_BYTES - 1) / RANGE_BYTES);
  }

  long start(int range) {
    return (long) range * RANGE_BYTES;
  }

  long end(int range) {
    return Math.min(start(range) + RANGE_BYTES, sizeBytes);
  }

  /** Returns the number of blocks. */
  int blocks() {
    return Math.toIntExact((sizeBytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
  }

  long blockStart(int block) {
    return (long) block * BLOCK_BYTES;
  }

  long blockEnd(int block) {
    return Math.min(blockStart(block) + BLOCK_BYTES, sizeBytes);
  }

  /** Returns where the first block of a range that a file does not have starts, or its end. */
  long firstMissing(int range, PartFile file) {
    int block = range * BLOCKS_PER_RANGE;
    long at = start(range);
    while (at < end(range) && file.isDone(block++)) {
      at = Math.min(at + BLOCK_BYTES, end(range));
    }
    return at;
  }
}
