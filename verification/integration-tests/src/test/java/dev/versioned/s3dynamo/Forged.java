package dev.versioned.s3dynamo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Other bytes with the same CRC-32C: a CRC is linear, so the last four bytes can correct it. */
final class Forged {
  private Forged() {}

  /** Returns bytes of the same length and CRC-32C that differ from the first byte on. */
  static byte[] of(byte[] bytes) {
    byte[] forged = bytes.clone();
    Arrays.fill(forged, 0, Math.min(1000, bytes.length - 4), (byte) 0x66);
    forged[0] = (byte) ~bytes[0];
    int prefix = bytes.length - 4;
    int correction = Crc32c.of(bytes, prefix) ^ Crc32c.of(forged, prefix);
    ByteBuffer last = ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN);
    last.putInt(prefix, last.getInt(prefix) ^ correction);
    return forged;
  }
}
