package dev.versioned.s3dynamo;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * CRC-32C as S3 takes it, and of bytes that were summed part by part.
 *
 * <p>A CRC is linear over GF(2): the sum of a part followed by n zero bytes is the sum of the part
 * times a matrix of 32 by 32 bits to the power of n. Squaring the matrix makes that some 40 steps
 * for any n.
 */
final class Crc32c {
  /** The Castagnoli polynomial, lowest bit first. */
  private static final int POLYNOMIAL = 0x82F63B78;

  private Crc32c() {}

  /** Returns a sum in Base64 of its four bytes, highest first, as S3's headers carry it. */
  static String base64(int crc) {
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt(crc).array());
  }

  /** Reads what {@link #base64} has written. */
  static int parse(String base64) {
    return ByteBuffer.wrap(Base64.getDecoder().decode(base64)).getInt();
  }

  static int of(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /**
   * Returns the sum of bytes summed as {@code first}, followed by some summed as {@code second}.
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

  /** The matrix that takes a sum past one byte of zeros: past one bit, squared three times. */
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
