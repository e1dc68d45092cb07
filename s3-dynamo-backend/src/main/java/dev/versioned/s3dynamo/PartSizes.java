package dev.versioned.s3dynamo;

/**
 * The parts that S3 takes (Amazon S3 User Guide, <i>Amazon S3 multipart upload limits</i>): 10,000
 * of them, and none below 5 MiB but the last.
 */
final class PartSizes {
  static final int LEAST_BYTES = 5 << 20;

  /** One less than S3 takes. Parts of S3's largest size, 5 GiB, so reach its largest object. */
  static final int MOST_PARTS = 9_999;

  /** The part that no upload needs for its bytes. */
  static final int MARK = MOST_PARTS + 1;

  private static final long MEBIBYTE = 1 << 20;

  private PartSizes() {}

  /** Parts of a size, or of as many whole MiB as it takes to send the content in S3's number. */
  static long of(long sizeBytes, long leastBytes) {
    long least = (sizeBytes + MOST_PARTS - 1) / MOST_PARTS;
    return least <= leastBytes ? leastBytes : (least + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE;
  }
}
