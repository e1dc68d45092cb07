package dev.versioned.s3dynamo;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Computes CRC-32C in the form that S3 expects, and combines the checksums of parts.
 *
 * <p>A CRC is linear over GF(2): the checksum of a part followed by n zero bytes is the checksum of
 * the part times a 32-by-32-bit matrix to the power of n. With repeated squaring this takes about
 * 40 steps for any n.
 */
final class Crc32c {
  /** The Castagnoli polynomial, lowest bit first. */
  private static final int POLYNOMIAL = 0x82F63B78;

  private Crc32c() {}

  /**
   * Returns a checksum in Base64, encoded from its four bytes, highest first, as in S3's headers.
   */
  static String base64(int crc) {
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt(crc).array());
  }

  /** Parses the result of {@link #base64}. */
  static int parse(String base64) {
    return ByteBuffer.wrap(Base64.getDecoder().decode(base64)).getInt();
  }

  static int of(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /**
   * Returns the checksum of bytes with the checksum {@code first}, followed by bytes with the
   * checksum {@code second}.
   */
  static int combine(int first, int second, long secondLength) {
    int[] zeros = oneZeroByte();
    int crc = first;
    for (long n = secondLength; n > 0; n >>= 1) {
      if ((n & 1) != 0) {
        crc = times(zeros, crc);
      }
      zeros = square(zeros);
    }
    return crc ^ second;
  }

  /**
   * Returns the matrix that advances a checksum by one zero byte: the one for a single bit, squared
   * three times.
   */
  private static int[] oneZeroByte() {
    int[] matrix = new int[32];
    matrix[0] = POLYNOMIAL;
    for (int bit = 1; bit < 32; bit++) {
      matrix[bit] = 1 << (bit - 1);
    }
    return square(square(square(matrix)));
  }

  private static int times(int[] matrix, int vector) {
    int sum = 0;
    for (int bit = 0; bit < 32; bit++) {
      if ((vector >>> bit & 1) != 0) {
        sum ^= matrix[bit];
      }
    }
    return sum;
  }

  private static int[] square(int[] matrix) {
    int[] square = new int[32];
    for (int bit = 0; bit < 32; bit++) {
      square[bit] = times(matrix, matrix[bit]);
    }
    return square;
  }
}
