package dev.versioned.s3dynamo;

/**
 * The parts that S3 accepts (Amazon S3 User Guide, <i>Amazon S3 multipart upload limits</i>): at
 * most 10,000, and none below 5 MiB except the last.
 */
final class PartSizes {
  static final int LEAST_BYTES = 5 << 20;

  /**
   * One less than S3's limit. With parts of S3's largest size, 5 GiB, this is enough for S3's
   * largest object.
   */
  static final int MOST_PARTS = 9_999;

  /** The number of the extra part that marks an upload; it is never needed for content. */
  static final int MARK = MOST_PARTS + 1;

  private static final long MEBIBYTE = 1 << 20;

  private PartSizes() {}

  /**
   * Returns the part size: {@code leastBytes}, or the fewest whole MiB with which the content fits
   * into {@link #MOST_PARTS}.
   */
  static long of(long sizeBytes, long leastBytes) {
    long least = (sizeBytes + MOST_PARTS - 1) / MOST_PARTS;
    return least <= leastBytes ? leastBytes : (least + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE;
  }
}
